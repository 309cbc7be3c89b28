internal import JSON
internal import PluginKit

/// What authorises requests to a target.
enum CredentialSettings: Sendable {
  case none
  /// Header fields that are the same in each request.
  case fields([HTTPField])
  /// OAuth 2.0 client credentials (RFC 6749 section 4.4).
  case clientCredentials(ClientCredentialSettings)
  /// AWS Signature Version 4 by the host, for a service and a region; nil: the host's own.
  case aws(service: String, region: String?)
  /// Not known yet.
  case incomplete(Gap, showsSecrets: Bool)

  static let keys = ["fields", "clientCredentials", "aws"]

  init(_ value: SettingsCursor) throws(SettingsError) {
    if let word = value.value.string {
      guard word == "none" else { throw value.wrong(Self.forms) }
      self = .none
      return
    }
    let members = try value.members(known: Self.keys)
    guard members.count == 1, let member = members.first else { throw value.wrong(Self.forms) }
    switch member.key {
    case "fields": self = try Self.fields(member.value)
    case "clientCredentials": self = try ClientCredentialSettings.credentials(member.value)
    default: self = try Self.aws(member.value)
    }
  }

  private static let forms =
    "must be \"none\" or an object with one of fields, clientCredentials and aws"

  /// Whether what is sent could be used by whoever reads it.
  var showsSecrets: Bool {
    switch self {
    case .none, .aws: false
    case .fields, .clientCredentials: true
    case .incomplete(_, let showsSecrets): showsSecrets
    }
  }

  /// What must not be written anywhere.
  var secrets: [String] {
    switch self {
    case .none, .aws, .incomplete: []
    case .fields(let fields): fields.map(\.value)
    case .clientCredentials(let settings): [settings.clientSecret]
    }
  }

  /// Fields that the transport sets itself.
  private static let reserved = [
    "accept", "content-type", "content-length", "host", "connection", "transfer-encoding",
    "mcp-protocol-version", "mcp-session-id", "mcp-method", "mcp-name", "last-event-id",
  ]

  private static func fields(_ whole: SettingsCursor) throws(SettingsError) -> CredentialSettings {
    var fields: [HTTPField] = []
    var gap: Gap?
    for (name, value) in try whole.entries() {
      guard !name.isEmpty, name.utf8.allSatisfy(isOfToken) else {
        throw value.wrong("is not the name of a header field, such as X-Api-Key")
      }
      guard !reserved.contains(name.lowercased()) else {
        throw value.wrong("is a header field that this plugin sets itself")
      }
      if let found = try SettingsCursor.gap(value, name, in: whole) {
        gap = gap ?? found
        continue
      }
      let text = try value.text()
      guard text.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) else {
        throw value.wrong("must be visible ASCII, as the value of a header field is")
      }
      fields.append(HTTPField(name, text))
    }
    if fields.isEmpty { gap = gap ?? whole.gap("has no header field") }
    return gap.map { .incomplete($0, showsSecrets: true) } ?? .fields(fields)
  }

  /// A byte of a token (RFC 9110 section 5.6.2).
  private static func isOfToken(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  private static func aws(_ value: SettingsCursor) throws(SettingsError) -> CredentialSettings {
    let members = try value.members(known: ["service", "region"])
    let region = try members["region"]?.words()
    if let gap = try SettingsCursor.gap(members["service"], "service", in: value) {
      return .incomplete(gap, showsSecrets: false)
    }
    return .aws(service: try members["service"]?.text() ?? "", region: region)
  }
}

/// How a token is asked for.
struct ClientCredentialSettings: Sendable, Equatable {
  enum Authentication: String, Sendable, CaseIterable {
    /// The Authorization field (RFC 6749 section 2.3.1).
    case basic
    /// The form of the request.
    case body
  }

  var tokenURL: String
  var clientID: String
  /// Never written anywhere but into the token request.
  var clientSecret: String
  var scopes: [String] = []
  var audience: String?
  /// RFC 8707.
  var resource: String?
  var authentication = Authentication.basic

  static let keys = [
    "tokenUrl", "clientId", "clientSecret", "scopes", "audience", "resource", "authentication",
  ]

  /// What stands there, or what is missing. What is there is looked at in any case.
  static func credentials(_ value: SettingsCursor) throws(SettingsError) -> CredentialSettings {
    let members = try value.members(known: keys)
    let settings = try ClientCredentialSettings(members)
    for key in ["tokenUrl", "clientId", "clientSecret"] {
      if let gap = try SettingsCursor.gap(members[key], key, in: value) {
        return .incomplete(gap, showsSecrets: true)
      }
    }
    return .clientCredentials(settings)
  }

  /// Members that are not there are empty.
  private init(_ members: [String: SettingsCursor]) throws(SettingsError) {
    tokenURL = try members["tokenUrl"].map(Self.tokenURL) ?? ""
    clientID = try members["clientId"]?.text() ?? ""
    clientSecret = try members["clientSecret"]?.text() ?? ""
    for scope in try members["scopes"]?.elements() ?? [] {
      let text = try scope.words()
      guard text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
        throw scope.wrong("must be one scope, without spaces")
      }
      scopes.append(text)
    }
    audience = try members["audience"]?.words()
    resource = try members["resource"]?.words()
    if let value = members["authentication"] {
      guard let choice = Authentication(rawValue: try value.text()) else {
        throw value.wrong("must be \"basic\" or \"body\"")
      }
      authentication = choice
    }
  }

  private static func tokenURL(_ value: SettingsCursor) throws(SettingsError) -> String {
    if try value.text().isEmpty { return "" }
    let address = try WebAddress(value)
    guard address.isSecure else {
      throw value.wrong("must begin with https://; http:// is for the loopback only")
    }
    return address.text
  }
}
