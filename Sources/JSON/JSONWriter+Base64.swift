/// Bytes as text (RFC 4648 section 4).
extension JSONWriter {
  /// Writes bytes as a string in base64, with padding, straight into the buffer.
  public mutating func base64(_ data: UnsafeRawBufferPointer) {
    separate()
    let length = (data.count + 2) / 3 * 4 + 2
    bytes.append(addingCapacity: length) { (output: inout OutputSpan<UInt8>) in
      output.append(UInt8(ascii: "\""))
      Base64.encode(data, into: &output)
      output.append(UInt8(ascii: "\""))
    }
  }

  /// Writes bytes as a string in base64, with padding, straight into the buffer.
  public mutating func base64(_ data: [UInt8]) {
    data.withUnsafeBytes { base64($0) }
  }
}

private enum Base64 {
  static func encode(_ data: UnsafeRawBufferPointer, into output: inout OutputSpan<UInt8>) {
    let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    let digits = alphabet.utf8Start
    func digit(_ group: UInt32, _ shift: UInt32) -> UInt8 {
      digits[Int(truncatingIfNeeded: (group >> shift) & 0x3F)]
    }
    var index = 0
    while index + 3 <= data.count {
      let group =
        UInt32(data[index]) << 16 | UInt32(data[index + 1]) << 8 | UInt32(data[index + 2])
      output.append(digit(group, 18))
      output.append(digit(group, 12))
      output.append(digit(group, 6))
      output.append(digit(group, 0))
      index += 3
    }
    guard index < data.count else { return }
    let hasTwo = index + 1 < data.count
    let group = UInt32(data[index]) << 16 | (hasTwo ? UInt32(data[index + 1]) << 8 : 0)
    output.append(digit(group, 18))
    output.append(digit(group, 12))
    output.append(hasTwo ? digit(group, 6) : UInt8(ascii: "="))
    output.append(UInt8(ascii: "="))
  }
}
