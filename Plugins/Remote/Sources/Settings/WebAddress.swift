/// An absolute http or https URL of the settings.
struct WebAddress: Sendable, Equatable {
  let text: String
  /// Whether nobody on the way can read what is sent: https, or the loopback.
  let isSecure: Bool

  init(_ value: SettingsCursor) throws(SettingsError) {
    let text = try value.text()
    let schemes = ["https://", "http://"]
    guard let scheme = schemes.first(where: { text.hasPrefix($0) }) else {
      throw value.wrong("must be a URL that begins with https:// or http://")
    }
    let rest = text.dropFirst(scheme.count)
    let authority = rest.prefix { !"/?#".contains($0) }
    guard !authority.isEmpty, text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
      throw value.wrong("must be a URL with a host and without spaces, other scripts encoded")
    }
    guard !authority.contains("@") else {
      throw value.wrong("must not hold a password; use \"credentials\"")
    }
    guard !rest.contains("#") else { throw value.wrong("must not have a fragment") }
    self.text = text
    isSecure = scheme == "https://" || Self.isLoopback(authority)
  }

  /// How the names of parameters end whose values are secret.
  private static let secretNames = ["key", "token", "secret", "signature", "password", "code"]
  /// A value of a query that is as long may be a key, whatever its name.
  private static let secretCount = 16

  /// The values of a URL's query that may be secret: by their names, or by their lengths.
  static func secrets(of url: String) -> [String] {
    guard let mark = url.firstIndex(of: "?") else { return [] }
    return url[url.index(after: mark)...].split(separator: "&").compactMap { pair in
      guard let sign = pair.firstIndex(of: "=") else { return nil }
      let (name, value) = (pair[..<sign].lowercased(), pair[pair.index(after: sign)...])
      let isNamedSo = secretNames.contains { name.hasSuffix($0) }
      return isNamedSo || value.utf8.count >= secretCount ? String(value) : nil
    }
  }

  private static func isLoopback(_ authority: Substring) -> Bool {
    if authority.hasPrefix("[") { return authority.prefix { $0 != "]" } == "[::1" }
    let host = authority.prefix { $0 != ":" }
    return host == "localhost" || isLoopbackAddress(host)
  }

  /// 127.0.0.0/8 in four decimal numbers, which no name can be.
  private static func isLoopbackAddress(_ host: Substring) -> Bool {
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
  }
}
