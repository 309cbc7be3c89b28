import Crypto
import Glibc
import HTTPClient

/// One question to a service of AWS, asked again where that may help.
struct ServiceCall {
  /// How often it is asked at most.
  static let attempts = 3
  /// How long one answer may take, in milliseconds.
  static let timeoutMilliseconds = 10_000
  /// The first pause is up to this long, in milliseconds; each further one twice as long.
  static let firstPauseMilliseconds = 200.0

  /// As signatures name it.
  let service: String
  let region: String
  let url: String
  let fields: [(name: String, value: String)]
  let body: [UInt8]
  /// nil: the question is not signed.
  let credentials: AWSCredentials?

  /// An answer of the service, whatever its status.
  struct Answer {
    let status: Int
    let body: [UInt8]
    /// X-Amzn-ErrorType, where there is one.
    let errorType: String?
  }

  /// Why there is no answer; a sentence for people.
  struct Failure: Error {
    let text: String
  }

  /// Asks until there is an answer that stays. `isPassing` says of an answer that is no success
  /// whether it may be another one soon.
  func answer(isPassing: (Answer) -> Bool) throws(Failure) -> Answer {
    var pause = Self.firstPauseMilliseconds
    var attempt = 1
    while true {
      let isLast = attempt == Self.attempts
      switch try once() {
      case .success(let answer):
        if isLast || answer.status == 200 || !isPassing(answer) { return answer }
      case .failure(let error):
        if isLast || error.code == .refused { throw Failure(text: error.message) }
      }
      // Many that were turned away together do not come back together.
      usleep(UInt32(Double.random(in: (pause / 2)...pause) * 1000))
      pause *= 2
      attempt += 1
    }
  }

  private func once() throws(Failure) -> Result<Answer, HTTPClientError> {
    let request = HTTPClientRequest(
      method: "POST", url: url, fields: try signedFields(), body: body,
      timeoutMilliseconds: Self.timeoutMilliseconds)
    let target = try? RequestTarget(url: url)
    let isLocal = target.map { $0.isLoopback || $0.name == "localhost" } ?? false
    return BlockingHTTP.send(request, isLocal: isLocal).map { response in
      Answer(
        status: response.status, body: response.body,
        errorType: response.field("X-Amzn-ErrorType"))
    }
  }

  private func signedFields() throws(Failure) -> [(name: String, value: String)] {
    guard let credentials else { return fields }
    do {
      let target = try RequestTarget(url: url)
      let signed = try OutboundSigner(region: region, service: service).fields(
        method: "POST", target, fields: fields, body: body, credentials.signing,
        unixSeconds: Int64(time(nil)))
      return fields + signed
    } catch {
      throw Failure(text: "\(error)")
    }
  }
}
