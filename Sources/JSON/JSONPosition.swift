/// Places in a text as people count them.
public enum JSONPosition {
  /// Line and column of a byte, both from 1. Lines end with a line feed; columns count characters
  /// (Unicode scalar values). An offset past the end means the end.
  public static func lineAndColumn(
    _ offset: Int, in bytes: [UInt8]
  ) -> (line: Int, column: Int) {
    var line = 1
    var column = 1
    for byte in bytes.prefix(max(0, offset)) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return (line, column)
  }
}
