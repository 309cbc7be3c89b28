/// Arrays in their text form, as PostgreSQL reads them.
enum ArrayText {
  static func array(_ elements: [String]) -> String {
    "{\(elements.joined(separator: ","))}"
  }

  /// An element that is taken as it is, whatever is in it.
  static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        bytes.append(UInt8(ascii: "\\"))
      }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
    return String(decoding: bytes, as: UTF8.self)
  }
}
