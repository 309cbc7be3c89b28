/// Why bytes were refused as JSON: a code for programs, the place, and one sentence for people.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of fault.
  public enum Code: Sendable, Equatable {
    /// The bytes end before the value does; also for no bytes at all.
    case unexpectedEnd
    /// A byte that the grammar of RFC 8259 does not allow at this place.
    case unexpectedByte
    /// A number whose spelling is not one of RFC 8259 section 6.
    case invalidNumber
    /// A backslash followed by something that is no escape of RFC 8259 section 7.
    case invalidEscape
    /// A `\u` escape of half a surrogate pair, which stands for no character.
    case loneSurrogate
    /// A control character inside a string that is not escaped.
    case controlCharacter
    /// Bytes inside a string that are not UTF-8 (RFC 3629).
    case invalidUTF8
    /// A byte order mark before the value (RFC 8259 section 8.1).
    case byteOrderMark
    /// One object holds the same key twice, compared after decoding escapes.
    case duplicateKey
    /// More arrays and objects inside each other than the limits allow.
    case tooDeep
    /// More bytes than the limits allow.
    case tooLarge
    /// A `/*` comment without its end; only from `JSONComments`.
    case unclosedComment
  }

  /// The kind of fault.
  public let code: Code
  /// Index of the offending byte, counted from 0; the number of bytes where they end too early.
  public let offset: Int
  /// One sentence, without the offset. Never quotes the content of a string value.
  public let text: String

  /// An error of that code at that byte.
  public init(_ code: Code, at offset: Int, _ text: String) {
    self.code = code
    self.offset = offset
    self.text = text
  }

  /// The sentence with its place, counted in bytes from 0.
  public var description: String { "\(text) (at byte \(offset))" }
}
