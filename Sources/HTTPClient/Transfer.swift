/// Receives the outcome of one exchange.
package typealias HTTPClientCompletion =
  @Sendable (Result<HTTPClientResponse, HTTPClientError>) -> Void

/// An exchange as `send` hands it to the client's thread: checked, with its deadline.
struct Submission: Sendable {
  let number: UInt64
  let hop: Hop
  let options: Options
  let completion: HTTPClientCompletion

  struct Options: Sendable {
    let deadline: UInt64
    let timeoutMilliseconds: Int
    let responseLimitBytes: Int
    let followsRedirects: Bool
    let mayRetry: Bool
  }
}

/// One exchange while it runs, on the client's thread.
final class Transfer {
  let number: UInt64
  let options: Submission.Options
  let completion: HTTPClientCompletion
  var hop: Hop
  var redirects: Redirects
  var retries: Retries
  var reception: Reception
  /// While libcurl works on it.
  var handle: EasyHandle?
  /// While it waits to be sent again.
  var resumeInstant: UInt64?
  private var sent = 0

  init(_ submission: Submission) {
    number = submission.number
    options = submission.options
    completion = submission.completion
    hop = submission.hop
    redirects = Redirects(follows: submission.options.followsRedirects)
    retries = Retries(allowed: submission.options.mayRetry)
    reception = Reception(
      limitBytes: submission.options.responseLimitBytes, method: submission.hop.method)
  }

  /// When the loop must look at it next, whatever libcurl does.
  var nextInstant: UInt64 { min(resumeInstant ?? .max, options.deadline) }

  /// A new request of the same exchange is about to start.
  func begin() {
    resumeInstant = nil
    sent = 0
    reception = Reception(limitBytes: options.responseLimitBytes, method: hop.method)
  }

  /// Where a kept connection turns out to be closed, libcurl sends the request again by itself; a
  /// server may have acted on the first one.
  func maySendNow() -> Bool {
    sent += 1
    return sent == 1 || options.mayRetry
  }
}
