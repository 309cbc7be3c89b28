/// Receives the outcome of one exchange.
package typealias HTTPClientCompletion =
  @Sendable (Result<HTTPClientResponse, HTTPClientError>) -> Void

/// Receives a streamed response: its head once, then its body.
package typealias HTTPClientReceiver = @Sendable (HTTPClientPiece) -> Void

/// An exchange as `send` hands it to the client's thread: checked, with its deadline.
struct Submission: Sendable {
  let number: UInt64
  let hop: Hop
  let options: Options
  /// Set where the response is streamed.
  let receiver: HTTPClientReceiver?
  let completion: HTTPClientCompletion

  struct Options: Sendable {
    /// When the response has to be there: all of it, or the head of one that is streamed.
    let deadline: UInt64
    /// When the response has to have ended; .max where it is not streamed.
    let end: UInt64
    let timeoutMilliseconds: Int
    let responseLimitBytes: Int
    let followsRedirects: Bool
    let mayRetry: Bool
    let usesProxies: Bool
  }
}

/// One exchange while it runs, on the client's thread.
final class Transfer {
  let number: UInt64
  let options: Submission.Options
  let completion: HTTPClientCompletion
  private let receiver: HTTPClientReceiver?
  var hop: Hop
  var redirects: Redirects
  var retries: Retries
  var reception: Reception
  /// While libcurl works on it.
  var handle: EasyHandle?
  /// While it waits to be sent again.
  var resumeInstant: UInt64?
  private var sent = 0
  private var hasDeliveredHead = false

  init(_ submission: Submission) {
    number = submission.number
    options = submission.options
    completion = submission.completion
    receiver = submission.receiver
    hop = submission.hop
    redirects = Redirects(follows: submission.options.followsRedirects)
    retries = Retries(allowed: submission.options.mayRetry)
    reception = Self.reception(of: submission.hop, options, isStreamed: receiver != nil)
  }

  private static func reception(
    of hop: Hop, _ options: Submission.Options, isStreamed: Bool
  ) -> Reception {
    Reception(
      limitBytes: options.responseLimitBytes, method: hop.method, keepsBody: !isStreamed)
  }

  var isStreamed: Bool { receiver != nil }

  /// When the exchange is overdue.
  var deadline: UInt64 { hasDeliveredHead ? options.end : min(options.deadline, options.end) }

  /// When the loop must look at it next, whatever libcurl does.
  var nextInstant: UInt64 { min(resumeInstant ?? .max, deadline) }

  /// Why an overdue exchange ends.
  var timeout: HTTPClientError {
    let what =
      hasDeliveredHead
      ? "had not ended its response when the time for it was over"
      : "did not answer within \(options.timeoutMilliseconds) ms"
    return HTTPClientError(.timeout, "\(hop.url.shown) \(what).")
  }

  /// A new request of the same exchange is about to start.
  func begin() {
    resumeInstant = nil
    sent = 0
    reception = Self.reception(of: hop, options, isStreamed: isStreamed)
  }

  /// A line of a head, or of trailers. Answers whether the transfer goes on.
  func takeHead(_ line: UnsafeRawBufferPointer) -> Bool {
    guard reception.takeHead(line) else { return false }
    guard let receiver, !hasDeliveredHead, reception.head.isComplete else { return true }
    let head = reception.head
    guard !redirects.leadsOn(status: head.status, location: head.field("Location")) else {
      return true
    }
    hasDeliveredHead = true
    receiver(.head(reception.response))
    return true
  }

  /// A part of the body. Answers whether the transfer goes on. The body of a redirect that is
  /// followed is nobody's.
  func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard reception.takeBody(bytes) else { return false }
    if hasDeliveredHead, !bytes.isEmpty { receiver?(.body(bytes)) }
    return true
  }

  /// Where a kept connection turns out to be closed, libcurl sends the request again by itself; a
  /// server may have acted on the first one.
  func maySendNow() -> Bool {
    sent += 1
    return sent == 1 || options.mayRetry
  }
}
