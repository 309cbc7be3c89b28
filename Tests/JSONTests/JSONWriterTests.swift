import JSON
import Testing

/// What the writer appends.
struct JSONWriterTests {
  static func written(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    body(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func placesCommas() {
    let text = Self.written { writer in
      writer.beginObject()
      writer.key("a")
      writer.beginArray()
      writer.integer(1)
      writer.null()
      writer.bool(true)
      writer.bool(false)
      writer.beginObject()
      writer.endObject()
      writer.beginArray()
      writer.endArray()
      writer.string("s")
      writer.double(0.5)
      writer.raw(Array("[9]".utf8))
      writer.base64([1])
      writer.endArray()
      writer.key(String("b"))
      writer.beginObject()
      writer.key("c")
      writer.value(["x": [1, nil]])
      writer.key("d")
      writer.integer(2)
      writer.endObject()
      writer.endObject()
    }
    #expect(
      text
        == #"{"a":[1,null,true,false,{},[],"s",0.5,[9],"AQ=="],"#
        + #""b":{"c":{"x":[1,null]},"d":2}}"#)
  }

  @Test func resetBeginsANewText() {
    let text = Self.written { writer in
      writer.beginArray()
      writer.integer(1)
      writer.reset()
      writer.integer(2)
    }
    #expect(text == "2")
  }

  @Test func copiesMembersOfADocument() throws {
    let document = try JSONDocumentTests.document(#"{ "\u0061" : [ 1.50 ] , "b":"\/" }"#)
    let text = Self.written { writer in
      writer.beginObject()
      for member in document.members(0) {
        writer.key(member.key, of: document)
        writer.value(member.value, of: document)
      }
      writer.endObject()
    }
    #expect(text == #"{"\u0061":[ 1.50 ],"b":"\/"}"#)
  }

  static let integers: [(Int64, String)] = [
    (0, "0"), (7, "7"), (-7, "-7"), (10, "10"), (1_234_567_890, "1234567890"),
    (.max, "9223372036854775807"), (.min, "-9223372036854775808"),
  ]

  @Test(arguments: integers)
  func writesIntegers(_ value: Int64, _ text: String) {
    #expect(Self.written { $0.integer(value) } == text)
    #expect(Self.written { $0.integer(Int(value)) } == text)
  }

  @Test func largestUnsigned() {
    #expect(Self.written { $0.integer(UInt64.max) } == "18446744073709551615")
  }

  @Test func doubles() {
    let values = [0.1, 100, -0.0, 1e16, 1e-7, Double.leastNonzeroMagnitude, 1.7976931348623157e308]
    for value in values {
      let text = Self.written { $0.double(value) }
      #expect((try? JSONValue(parsing: text))?.double?.bitPattern == value.bitPattern)
    }
    for value in [Double.nan, .infinity, -.infinity, .signalingNaN] {
      #expect(Self.written { $0.double(value) } == "null")
    }
  }

  static let strings: [(String, String)] = [
    ("", #""""#), ("plain", #""plain""#), ("\"", #""\"""#), ("a\\b", #""a\\b""#),
    ("\u{8}\u{9}\u{A}\u{C}\u{D}", #""\b\t\n\f\r""#),
    ("\u{0}\u{1F}\u{7F}", "\"\\u0000\\u001f\u{7F}\""),
    ("exactly8", #""exactly8""#), ("é€😀/", #""é€😀/""#),
    ("a run of plain text\nand another é\"", #""a run of plain text\nand another é\"""#),
  ]

  @Test(arguments: strings)
  func escapes(_ text: String, _ json: String) throws {
    #expect(Self.written { $0.string(text) } == json)
    #expect(Self.written { $0.string(utf8: ArraySlice(text.utf8)) } == json)
    #expect(try JSONValue(parsing: json) == .string(text))
  }

  @Test func keysAreEscapedToo() {
    #expect(Self.written { $0.key("\n\"") } == #""\n\"":"#)
  }

  static let broken: [(bytes: [UInt8], text: String)] = [
    ([0xFF], "\u{FFFD}"), ([0x61, 0x80, 0x62], "a\u{FFFD}b"), ([0xC3], "\u{FFFD}"),
    ([0xE2, 0x82], "\u{FFFD}"), ([0xE2, 0x82, 0x41], "\u{FFFD}A"),
    ([0xF0, 0x9F, 0x98, 0x22], "\u{FFFD}\\\""), ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
    ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"), ([0xF4, 0x90], "\u{FFFD}\u{FFFD}"),
  ]

  @Test(arguments: broken)
  func replacesWhatIsNotUTF8(_ bytes: [UInt8], _ text: String) throws {
    let written = bytes.withUnsafeBytes { raw in Self.written { $0.string(utf8: raw) } }
    #expect(written == "\"\(text)\"")
  }

  /// Any bytes make a valid string, and the one that the standard library makes of them.
  @Test func agreesWithTheStandardLibrary() throws {
    var random = SeededGenerator(seed: 3)
    let alphabet: [UInt8] = [
      0x00, 0x0A, 0x22, 0x41, 0x5C, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xDF,
      0xE0,
      0xE1, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF,
    ]
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...12, using: &random)
      let bytes = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      let written = bytes.withUnsafeBytes { raw in Self.written { $0.string(utf8: raw) } }
      #expect(try JSONValue(parsing: written) == .string(String(decoding: bytes, as: UTF8.self)))
    }
  }

  static let base64: [(String, String)] = [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), ("\u{3FF}>?", "z78+Pw=="),
  ]

  /// The vectors of RFC 4648 section 10, and one with the last two letters of the alphabet.
  @Test(arguments: base64)
  func writesBase64(_ data: String, _ text: String) {
    #expect(Self.written { $0.base64(Array(data.utf8)) } == "\"\(text)\"")
  }

  @Test func everyBase64Letter() {
    var bytes: [UInt8] = []
    for first in stride(from: UInt32(0), to: 64, by: 4) {
      let group = (0..<4).reduce(UInt32(0)) { $0 << 6 | (first + $1) }
      for shift in [16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: group >> shift)) }
    }
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    #expect(Self.written { $0.base64(bytes) } == "\"\(alphabet)\"")
  }
}
