internal import JSON
internal import PluginKit

/// A mail address with the name of its owner: `Ann <ann@example.com>`, or the address alone.
struct MailAddress: Sendable, Equatable {
  static let maximumBytes = 254

  var address: String
  var name: String?

  /// Nil where the text is no address.
  init?(_ text: String) {
    let text = text.trimmingSpaces
    guard text.hasSuffix(">"), let open = text.lastIndex(of: "<") else {
      guard MailAddress.isAddress(text) else { return nil }
      address = text
      return
    }
    address = String(text[text.index(after: open)...].dropLast()).trimmingSpaces
    guard MailAddress.isAddress(address) else { return nil }
    let name = String(text[..<open]).trimmingSpaces.filter { $0 != "\"" }
    self.name = name.nonEmpty.map { singleLine($0, limit: 100) }
  }

  static func isAddress(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
      && text.utf8.count <= maximumBytes
      && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != 0x2C && $0 != 0x3C && $0 != 0x3E }
  }

  /// Several, also within one text with commas or semicolons.
  static func list(
    _ list: StringList?, _ argument: String
  ) throws(LarkFailure) -> [MailAddress] {
    var addresses: [MailAddress] = []
    for text in list?.values ?? [] {
      for part in text.split(whereSeparator: { $0 == "," || $0 == ";" }) {
        guard let address = MailAddress(String(part)) else {
          throw .argument(
            "\(argument): \"\(singleLine(String(part), limit: 60))\" is no mail address.")
        }
        addresses.append(address)
      }
    }
    return addresses
  }

  var json: JSONValue {
    var json: JSONObject = ["mail_address": .string(address)]
    if let name { json["name"] = .string(name) }
    return .object(json)
  }

  /// As Lark gives it, on one line.
  static func line(_ json: JSONValue?) -> String {
    let address = singleLine(json?["mail_address"]?.string ?? "", limit: maximumBytes)
    guard let name = json?["name"]?.nonEmptyString else { return address }
    return "\(singleLine(name, limit: 100)) <\(address)>"
  }
}
