import Testing

@testable import HTTPServer

@Suite struct ChunkedDecoderTests {
  static let good: [(String, String)] = [
    ("0\r\n\r\n", ""),
    ("1\r\na\r\n0\r\n\r\n", "a"),
    ("a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n", "01234567890123456789"),
    ("3;n=v;\"q\"=\t\u{E9}\r\n\r\n0\r\n000\r\nT: \u{E9} \r\n\r\n", "\r\n0"),
    ("1 \t;x\r\na\r\n0 ;y\r\n\r\n", "a"),
  ]

  @Test(arguments: good) func `decodes, however it is cut`(text: String, body: String) throws {
    for pieces in everySplit(text) {
      var decoder = ChunkedDecoder(limits: HTTPLimits())
      var decoded: [UInt8] = []
      var isComplete = false
      for piece in pieces where !piece.isEmpty {
        #expect(!isComplete)
        var position = 0
        isComplete = try decoder.decode(Array(piece).span, at: &position, into: &decoded)
        #expect(position == piece.count)
      }
      #expect(isComplete && decoded == Array(body.utf8))
    }
  }

  static let bad: [(String, HTTPRefusal)] = [
    ("\r\n", .badChunkSize), ("g\r\n", .badChunkSize), ("-1\r\n", .badChunkSize),
    (" 1\r\n", .badChunkSize), ("0x1\r\n", .badChunkSize), ("1 \r\n", .badChunkSize),
    ("1 1\r\n", .badChunkSize), ("1\n", .badChunkSize), ("1\ra", .badChunkSize),
    (";x\r\n", .badChunkSize), ("1;a\n", .badChunkExtension), ("1;a\u{0}", .badChunkExtension),
    ("1\r\nab\r\n", .badChunkEnd), ("1\r\na\n", .badChunkEnd), ("1\r\na\rb", .badChunkEnd),
    ("2\r\na\r\n0\r\n", .badChunkEnd),
    ("0\r\n\n", .badTrailer), ("0\r\n\ra", .badTrailer), ("0\r\n x: y\r\n", .badTrailer),
    ("0\r\nx y: z\r\n", .badTrailer), ("0\r\nx\r\n", .badTrailer), ("0\r\nx: \u{1}", .badTrailer),
    ("0\r\nx: y\n", .badTrailer), ("0\r\nx: y\rz", .badTrailer), ("0\r\n: y\r\n", .badTrailer),
  ]

  @Test(arguments: bad) func `refuses, however it is cut`(text: String, refusal: HTTPRefusal) {
    for pieces in everySplit(text) {
      var decoder = ChunkedDecoder(limits: HTTPLimits())
      var decoded: [UInt8] = []
      #expect(throws: refusal) {
        for piece in pieces {
          var position = 0
          _ = try decoder.decode(Array(piece).span, at: &position, into: &decoded)
        }
      }
    }
  }

  @Test func `leaves what follows the body`() throws {
    var decoder = ChunkedDecoder(limits: HTTPLimits())
    var (decoded, position): ([UInt8], Int) = ([], 0)
    let bytes = Array("1\r\na\r\n0\r\n\r\nGET".utf8)
    #expect(try decoder.decode(bytes.span, at: &position, into: &decoded))
    #expect(bytes[position...].elementsEqual("GET".utf8))
  }
}
