internal import JSON

/// One database that tools may use.
struct DatabaseSettings: Sendable {
  enum Mode: String, Sendable, CaseIterable {
    case readonly, readwrite
  }

  /// What `pg_execute` and `pg_migrate` may do where the mode is `readwrite`.
  enum WriteLevel: String, Sendable, CaseIterable {
    /// Rows only.
    case dml
    /// Tables and the like as well.
    case ddl
  }

  /// What becomes of what the doctor finds.
  enum DoctorMode: String, Sendable, CaseIterable {
    /// Nothing is read while something stands that has to be refused.
    case enforce
    /// It is logged.
    case warn
    case off
  }

  /// What stands between here and the server.
  enum Pooler: String, Sendable, CaseIterable {
    case none
    /// A pooler that gives each transaction another connection, such as PgBouncer: nothing is set
    /// or prepared outside of one.
    case transaction
  }

  /// Which of several servers answers reads.
  enum Reads: String, Sendable, CaseIterable {
    case any, primary, standby
    case preferStandby = "prefer-standby"
  }

  /// `[A-Za-z0-9_-]`, at most 32 bytes.
  let alias: String
  /// Where the settings stand: `plugin.pg.settings.databases.main`.
  let path: String
  /// How it is reached.
  var connection: ConnectionSettings
  var mode = Mode.readonly
  var writeLevel = WriteLevel.dml
  var doctor = DoctorMode.enforce
  var pooler = Pooler.none
  /// Nil: as the connection parameters say.
  var reads: Reads?
  /// The most connections at a time for each login; as many again for writing.
  var maximumConnections = 8
  var limits = Limits()
  /// Names of volatile functions that callers may use all the same, as in the catalogue.
  var allowedFunctions: [String] = []
  /// Who the caller is to the server.
  var identity = IdentitySettings()
  /// Where the password is a token of AWS.
  var iam: IAMSettings?

  static let maximumAliasCount = 32
  static let keys =
    ConnectionSettings.keys + [
      "mode", "writeLevel", "doctor", "pooler", "reads", "connections", "limits", "allowFunctions",
      "identity", "iam",
    ]

  init(_ alias: String, _ value: SettingsCursor) throws(SettingsError) {
    guard 1...Self.maximumAliasCount ~= alias.utf8.count, alias.utf8.allSatisfy(Self.isOfAlias)
    else {
      throw value.wrong(
        "has a name that is not 1 to \(Self.maximumAliasCount) characters of A-Z, a-z, 0-9, _, -")
    }
    try self.init(alias: alias, members: try value.members(known: Self.keys), path: value.path)
  }

  init(
    alias: String, members: [String: SettingsCursor], path: String
  ) throws(SettingsError) {
    self.alias = alias
    self.path = path
    connection = try ConnectionSettings(members)
    if let value = members["mode"] { mode = try value.choice(Mode.self) }
    if let value = members["writeLevel"] { writeLevel = try value.choice(WriteLevel.self) }
    if let value = members["doctor"] { doctor = try value.choice(DoctorMode.self) }
    if let value = members["pooler"] { pooler = try value.choice(Pooler.self) }
    if let value = members["reads"] { reads = try value.choice(Reads.self) }
    if let value = members["connections"] { maximumConnections = try value.integer(1...1_000) }
    if let value = members["limits"] { limits = try Limits(value) }
    if let value = members["allowFunctions"] { allowedFunctions = try value.texts() }
    if let value = members["identity"] { identity = try IdentitySettings(value) }
    if let value = members["iam"] { iam = try IAMSettings(value) }
    if let writeLevel = members["writeLevel"], mode == .readonly {
      throw writeLevel.wrong("goes with \"mode\": \"readwrite\"")
    }
    if let iam = members["iam"], iam.value.bool != false, let password = members["password"] {
      throw password.wrong("does not go with iam, which makes the password")
    }
  }

  private static func isOfAlias(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
