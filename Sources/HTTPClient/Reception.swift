/// What has arrived of the response to one hop; the body is kept, or only counted. Once it has
/// failed it takes nothing more.
struct Reception {
  private(set) var head = ResponseHead()
  private(set) var body: [UInt8] = []
  private(set) var failure: ResponseError?
  private var bodyBytes = 0
  private let limitBytes: Int
  private let hasBody: Bool
  private let keepsBody: Bool

  /// `method`: a HEAD response has the Content-Length of a body that never comes.
  init(limitBytes: Int, method: String, keepsBody: Bool = true) {
    self.limitBytes = limitBytes
    self.keepsBody = keepsBody
    hasBody = method != "HEAD"
  }

  var hasBegun: Bool { head.hasBegun || bodyBytes > 0 }

  var response: HTTPClientResponse {
    HTTPClientResponse(
      status: head.status, version: head.version, fields: head.fields, body: body)
  }

  /// Answers whether the transfer goes on.
  mutating func takeHead(_ line: UnsafeRawBufferPointer) -> Bool {
    guard failure == nil else { return false }
    do throws(ResponseError) {
      let wasComplete = head.isComplete
      try head.take(line)
      if head.isComplete, !wasComplete { try prepareBody() }
    } catch {
      failure = error
    }
    return failure == nil
  }

  /// Answers whether the transfer goes on.
  mutating func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard failure == nil else { return false }
    guard bytes.count <= limitBytes - bodyBytes else {
      failure = .bodyTooLarge(limit: limitBytes)
      return false
    }
    bodyBytes += bytes.count
    if keepsBody { body.append(contentsOf: bytes) }
    return true
  }

  /// Refuses a body that says itself that it is too large, and makes room for others. The room is
  /// bounded: the length is the server's word only.
  private mutating func prepareBody() throws(ResponseError) {
    guard hasBody, let text = head.field("Content-Length"), let length = Int(text) else { return }
    guard length <= limitBytes else { throw .bodyTooLarge(limit: limitBytes) }
    if keepsBody { body.reserveCapacity(min(length, Self.trustedLengthBytes)) }
  }

  private static let trustedLengthBytes = 1 << 20
}
