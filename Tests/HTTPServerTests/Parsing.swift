@testable import HTTPServer

/// What one request looks like to a test.
struct Parsed: Equatable {
  var method: String
  var path: String
  var query: String?
  var authority: String?
  var fields: [String]
  var body: String
  var closes: Bool

  init(_ request: HTTPRequest, closes: Bool) {
    method = String(decoding: request.methodBytes, as: UTF8.self)
    path = request.pathString
    query = request.query.map { String(decoding: $0, as: UTF8.self) }
    authority = request.authority.map { String(decoding: $0, as: UTF8.self) }
    fields = (0..<request.fieldCount).map {
      String(decoding: request.fieldName($0), as: UTF8.self) + "="
        + String(decoding: request.fieldValue($0), as: UTF8.self)
    }
    body = String(decoding: request.body, as: UTF8.self)
    self.closes = closes
  }
}

/// Feeds `pieces` one after the other and returns the requests they hold, or the refusal.
func parse(
  _ pieces: [ArraySlice<UInt8>], limits: HTTPLimits = HTTPLimits()
) -> Result<[Parsed], HTTPRefusal> {
  var parser = HTTPRequestParser(limits: limits)
  var requests: [Parsed] = []
  for piece in pieces {
    let bytes = Array(piece)
    var position = 0
    while position < bytes.count {
      do throws(HTTPRefusal) {
        let progress = try parser.advance(bytes.span, at: &position)
        if progress == .complete, let request = parser.request {
          requests.append(Parsed(request, closes: parser.closes))
        }
      } catch {
        return .failure(error)
      }
    }
  }
  return .success(requests)
}

/// Feeds `text` whole.
func parse(
  _ text: String, limits: HTTPLimits = HTTPLimits()
) -> Result<[Parsed], HTTPRefusal> {
  parse([Array(text.utf8)[...]], limits: limits)
}

/// `text` in two pieces, for every place to cut it, and byte by byte.
func everySplit(_ text: String) -> [[ArraySlice<UInt8>]] {
  let bytes = Array(text.utf8)
  var splits = (0...bytes.count).map { [bytes[..<$0], bytes[$0...]] }
  splits.append(bytes.indices.map { bytes[$0...$0] })
  return splits
}

extension Result where Success == [Parsed], Failure == HTTPRefusal {
  var refusal: HTTPRefusal? {
    if case .failure(let refusal) = self { return refusal }
    return nil
  }
  var requests: [Parsed] { (try? get()) ?? [] }
}
