internal import JSON

/// What the operator wrote under `plugin.lark.settings`. A missing secret is no error here, so that
/// the tools list without it.
struct Settings: Sendable, Equatable {
  /// Empty where it is not set.
  var appID: String
  /// Empty where it is not set. Never written anywhere but into the token request.
  var appSecret: String
  var brand: Brand
  /// Scheme and authority, no slash at the end.
  var baseURL: String
  /// IANA name or offset, for dates that come without one.
  var timeZone: String
  /// The claim of the caller that holds a user access token.
  var userTokenClaim: String
  /// Where the tokens of the user who logged in are kept; empty: nowhere, and nobody logs in.
  var userTokenFile: String
  /// Scheme and authority of where users log in.
  var accountsURL: String
  /// The folder whose files tools may send; empty where they may send none.
  var filesFolder: String
  /// How much of Lark's published rates this server may use.
  var rateFactor: Double
  /// Which tools are listed.
  var selection = ToolSelection()

  /// Apps belong to one of the two.
  enum Brand: String, Sendable, CaseIterable {
    case feishu
    case lark

    var apiURL: String {
      switch self {
      case .feishu: "https://open.feishu.cn"
      case .lark: "https://open.larksuite.com"
      }
    }

    var accountsURL: String {
      switch self {
      case .feishu: "https://accounts.feishu.cn"
      case .lark: "https://accounts.larksuite.com"
      }
    }

    /// Where documents open when Lark does not tell their link; it redirects to the tenant's host.
    var documentURL: String {
      switch self {
      case .feishu: "https://www.feishu.cn"
      case .lark: "https://www.larksuite.com"
      }
    }

    /// Feishu assumes China's time where none is given (calendar-v4, `time_info.timezone`).
    var timeZone: String {
      switch self {
      case .feishu: "Asia/Shanghai"
      case .lark: "UTC"
      }
    }
  }

  static let defaultUserTokenClaim = "lark_user_access_token"

  /// From a hundredth of what Lark publishes to a thousand times that.
  static let rateFactors = 0.01...1_000

  static let keys = [
    "appId", "appSecret", "brand", "baseURL", "timeZone", "userTokenClaim", "userTokenFile",
    "accountsURL", "presets", "allow", "deny", "readOnly", "filesFolder", "rateFactor",
  ]

  /// Throws what is wrong and where, without the value of a secret.
  init(_ value: JSONValue) throws(SettingsError) {
    let settings = try Settings.object(value)
    for key in settings.keys where !Settings.keys.contains(key) {
      throw SettingsError(unknown: key, "is not a setting", among: Settings.keys)
    }
    appID = try Settings.string("appId", in: settings)
    appSecret = try Settings.string("appSecret", in: settings)
    brand = try Settings.brand(try Settings.string("brand", in: settings))
    let address = try Settings.string("baseURL", in: settings)
    baseURL = address.isEmpty ? brand.apiURL : try Settings.origin(address)
    let zone = try Settings.string("timeZone", in: settings)
    timeZone = zone.isEmpty ? brand.timeZone : zone
    guard ZoneDirectory.isZone(timeZone) else {
      throw SettingsError("timeZone", "must be \(ZoneDirectory.forms)")
    }
    let claim = try Settings.string("userTokenClaim", in: settings)
    userTokenClaim = claim.isEmpty ? Settings.defaultUserTokenClaim : claim
    userTokenFile = try Settings.string("userTokenFile", in: settings)
    let accounts = try Settings.string("accountsURL", in: settings)
    accountsURL =
      accounts.isEmpty
      ? (address.isEmpty ? brand.accountsURL : baseURL)
      : try Settings.origin(accounts, "accountsURL")
    filesFolder = try Settings.string("filesFolder", in: settings)
    guard filesFolder.isEmpty || filesFolder.hasPrefix("/") else {
      throw SettingsError("filesFolder", "must be an absolute path")
    }
    rateFactor = try Settings.rateFactor(in: settings)
    selection = try ToolSelection(settings)
  }

  /// The settings without which no call can be made, by path.
  var missing: [String] {
    let required = [("appId", appID), ("appSecret", appSecret)]
    return required.filter { $0.1.isEmpty }.map { "\(SettingsError.path).\($0.0)" }
  }

  private static func object(_ value: JSONValue) throws(SettingsError) -> JSONObject {
    if case .null = value { return JSONObject() }
    guard let object = value.object else { throw SettingsError(nil, "must be an object") }
    return object
  }

  static func string(
    _ key: String, in settings: JSONObject
  ) throws(SettingsError) -> String {
    guard let value = settings[key], value != .null else { return "" }
    guard let text = value.string else { throw SettingsError(key, "must be a string") }
    return text
  }

  private static func rateFactor(in settings: JSONObject) throws(SettingsError) -> Double {
    guard let value = settings["rateFactor"], value != .null else { return 1 }
    guard let factor = value.double, rateFactors.contains(factor) else {
      throw SettingsError("rateFactor", "must be a number from 0.01 to 1000")
    }
    return factor
  }

  private static func brand(_ name: String) throws(SettingsError) -> Brand {
    guard !name.isEmpty else { return .feishu }
    guard let brand = Brand(rawValue: name) else {
      throw SettingsError("brand", "must be \"feishu\" or \"lark\"")
    }
    return brand
  }

  private static func origin(
    _ address: String, _ key: String = "baseURL"
  ) throws(SettingsError) -> String {
    let schemes = ["https://", "http://"]
    guard let scheme = schemes.first(where: { address.hasPrefix($0) }) else {
      throw SettingsError(key, "must begin with https:// or http://")
    }
    var rest = address.dropFirst(scheme.count)
    while rest.last == "/" { rest.removeLast() }
    guard !rest.isEmpty, !rest.contains(where: { "/?#@".contains($0) || $0.isWhitespace }) else {
      throw SettingsError(key, "must be a scheme and a host, such as \(Brand.feishu.apiURL)")
    }
    return scheme + rest
  }
}

/// A setting that cannot be used as it stands: for the operator, when the plugin is loaded.
struct SettingsError: Error, Equatable, CustomStringConvertible {
  static let path = "plugin.lark.settings"
  let description: String

  init(_ key: String?, _ text: String) {
    let place = key.map { "\(SettingsError.path).\($0)" } ?? SettingsError.path
    description = "\(place) \(text)."
  }

  /// A word that is none of those that there are: a key, or a value of the setting `key`.
  init(unknown word: String, of key: String? = nil, _ text: String, among known: [String]) {
    let nearest = nearestWord(to: word, in: known).map { "; did you mean \"\($0)\"?" } ?? "."
    let shown = singleLine(key ?? word, limit: SettingsError.maximumShownCharacters)
    self.init(shown, "\(text)\(nearest) There are \(known.joined(separator: ", "))")
  }

  static let maximumShownCharacters = 60
}
