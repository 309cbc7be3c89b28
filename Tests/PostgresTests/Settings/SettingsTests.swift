import JSON
import Testing

@testable import Postgres

@Suite struct SettingsTests {
  private static func settings(_ text: String) throws -> Settings {
    try Settings(try JSONValue(parsing: text))
  }

  private static func fault(_ text: String) throws -> String {
    let value = try JSONValue(parsing: text)
    do throws(SettingsError) {
      _ = try Settings(value)
      return ""
    } catch {
      return error.description
    }
  }

  @Test func nothingIsFine() throws {
    #expect(try Self.settings("{}").databases.isEmpty)
    #expect(try Settings(.null).databases.isEmpty)
  }

  @Test func readsEverySetting() throws {
    let settings = try Self.settings(
      """
      {"databases": {"main": {
         "url": "postgresql://reader@127.0.0.1:5432/app", "password": "secret",
         "mode": "readwrite", "writeLevel": "ddl", "doctor": "warn", "pooler": "transaction",
         "reads": "prefer-standby", "connections": 3,
         "limits": {"rows": 5, "maximumRows": 6, "resultBytes": 2000, "cellBytes": 20,
                    "rowBytes": 3000, "timeoutMilliseconds": 7, "lockTimeoutMilliseconds": 8,
                    "idleInTransactionMilliseconds": 9, "affectedRows": 10},
         "allowFunctions": ["pg_sleep"],
         "identity": {"claim": "g", "map": {"x": {"role": "r"}}}},
        "other": {"host": ["a", "b"], "port": [1, 2], "database": "d", "user": "u",
                  "channelBinding": "require", "keepalives": false, "iam": {"region": "eu-x-1"}}},
       "toolsets": ["dba"], "tools": "tools.d"}
      """)
    #expect(settings.databases.map(\.alias) == ["main", "other"])
    #expect(settings.hasAdministrationTools)
    #expect(settings.declaredToolsFolder == "tools.d")
    let main = settings.databases[0]
    #expect(main.connection.url == "postgresql://reader@127.0.0.1:5432/app")
    #expect(main.connection["password"] == "secret")
    #expect(main.mode == .readwrite)
    #expect(main.writeLevel == .ddl)
    #expect(main.doctor == .warn)
    #expect(main.pooler == .transaction)
    #expect(main.reads == .preferStandby)
    #expect(main.maximumConnections == 3)
    #expect(main.limits.rows == 5)
    #expect(main.limits.maximumRows == 6)
    #expect(main.limits.resultBytes == 2_000)
    #expect(main.limits.cellBytes == 20)
    #expect(main.limits.rowBytes == 3_000)
    #expect(main.limits.timeoutMilliseconds == 7)
    #expect(main.limits.lockTimeoutMilliseconds == 8)
    #expect(main.limits.idleInTransactionMilliseconds == 9)
    #expect(main.limits.affectedRows == 10)
    #expect(main.allowedFunctions == ["pg_sleep"])
    #expect(main.identity.needsClosedSetConfig)
    let other = settings.databases[1]
    #expect(other.mode == .readonly)
    #expect(other.doctor == .enforce)
    #expect(other.connection["host"] == "a,b")
    #expect(other.connection["port"] == "1,2")
    #expect(other.connection["dbname"] == "d")
    #expect(other.connection["channel_binding"] == "require")
    #expect(other.connection["keepalives"] == "0")
    #expect(other.iam?.region == "eu-x-1")
  }

  @Test func oneDatabaseMayStandAtTheTop() throws {
    let settings = try Self.settings(#"{"host": "h", "user": "u", "toolsets": []}"#)
    #expect(settings.databases.map(\.alias) == ["main"])
    #expect(settings.databases[0].path == "plugin.pg.settings")
    #expect(settings.databases[0].connection["host"] == "h")
  }

  /// The first name is the place, the second what else the sentence has to say.
  @Test(arguments: [
    (
      #"{"databases": {"main": {"limits": {"row": 1}}}}"#, "databases.main.limits.row", "mean rows?"
    ),
    (#"{"databases": {"main": {"limits": {"rows": "7"}}}}"#, "databases.main.limits.rows", "whole"),
    (#"{"databases": {"main": {"ssl_mode": "x"}}}"#, "databases.main.ssl_mode", "mean sslmode?"),
    (#"{"databases": {"main": {"hots": "x"}}}"#, "databases.main.hots", "mean host?"),
    (#"{"databses": {}}"#, "databses", "mean databases?"),
    (#"{"xyzzy": {}}"#, "xyzzy", "there are databases"),
    (#"{"databases": {"main": {"mode": "rw"}}}"#, "databases.main.mode", "\"readonly\" or"),
    (#"{"databases": {"main": {"doctor": "no"}}}"#, "databases.main.doctor", "enforce"),
    (#"{"databases": {"main": {"sslmode": "no"}}}"#, "databases.main.sslmode", "verify-full"),
    (#"{"databases": {"main": {"port": 0}}}"#, "databases.main.port", "65535"),
    (#"{"databases": {"main": {"port": "5432,x"}}}"#, "databases.main.port", "65535"),
    (#"{"databases": {"main": {"url": "mydb"}}}"#, "databases.main.url", "postgresql://"),
    (#"{"databases": {"a b": {}}}"#, "databases.a b", "characters"),
    (#"{"databases": {"main": 7}}"#, "databases.main", "object"),
    (#"{"databases": {}, "host": "h"}"#, "host", "databases"),
    (#"{"databases": {"main": {"writeLevel": "ddl"}}}"#, "databases.main.writeLevel", "readwrite"),
    (
      #"{"databases": {"main": {"iam": {}, "password": "hush"}}}"#, "databases.main.password", "iam"
    ),
    (#"{"toolsets": ["dbas"]}"#, "toolsets[0]", "dba"),
    (#"{"limits": {"rows": 9, "maximumRows": 8}}"#, "limits.rows", "maximumRows, 8"),
    (#"{"identity": {"map": {"a": {"role": "r"}}}}"#, "identity.map", "identity.claim"),
    (#"{"identity": {"claim": "g"}}"#, "identity", "no map"),
    (#"{"identity": {"claim": "g", "map": {"a": {}}}}"#, "identity.map.a", "role"),
    (
      #"{"identity": {"claim": "g", "map": {"a": {"password": "hush"}}}}"#,
      "identity.map.a.password", "user"
    ),
    (#"{"identity": {"settings": {"role": "g"}}}"#, "identity.settings.role", "app.tenant"),
    (#"{"identity": {"settings": {"app.x = 1; --": "g"}}}"#, "identity.settings.app.x", "dot"),
    (#"{"identity": {"settings": {"app.": "g"}}}"#, "identity.settings.app.", "dot"),
    (#"{"password": 7}"#, "password", "string"),
    (#"{"password": "hush\u0000"}"#, "password", "NUL"),
  ])
  func saysWhatIsWrongAndWhere(text: String, place: String, said: String) throws {
    let fault = try Self.fault(text)
    #expect(fault.hasPrefix("plugin.pg.settings.\(place) "), "\(fault)")
    #expect(fault.contains(said), "\(fault)")
    #expect(!fault.contains("hush"))
  }

  @Test func whatIsMissingIsNoReasonToFail() throws {
    let settings = try Self.settings(#"{"host": "h", "password": ""}"#)
    #expect(
      settings.databases[0].connection.gap?.description == "plugin.pg.settings.password is empty")
    let url = try Self.settings(#"{"databases": {"a": {"url": ""}, "b": null}}"#)
    #expect(url.databases.map(\.alias) == ["a"])
    #expect(
      url.databases[0].connection.gap?.description == "plugin.pg.settings.databases.a.url is empty")
    let unread = try Self.settings(#"{"host": "h", "password": null}"#)
    #expect(unread.databases[0].connection.gap == nil)
    #expect(unread.databases[0].connection["password"] == nil)
  }

  @Test(arguments: [
    ("limit", "limits"), ("POOLER", "pooler"), ("all_functions", "allowFunctions"),
    ("x", nil), ("", nil), ("abcdefgh", nil),
  ])
  func findsTheNearestKey(word: String, nearest: String?) {
    #expect(NearestKey.of(word, among: ["limits", "pooler", "allowFunctions"]) == nearest)
  }
}

extension ConnectionSettings {
  fileprivate subscript(keyword: String) -> String? {
    parameters.last { $0.keyword == keyword }?.value
  }
}
