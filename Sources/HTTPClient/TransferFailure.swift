private import CCurl

/// Why libcurl gave up, in our terms.
struct TransferFailure: Equatable {
  let error: HTTPClientError
  /// The same request may succeed if it is sent again.
  let isTransient: Bool

  /// `code`: a CURLcode that is not "OK". `detail`: libcurl's own words.
  init(code: Int32, detail: String, url: HTTPURL) {
    let detail = Self.sentenceEnd(detail)
    switch code {
    case CCURL_COULDNT_RESOLVE_HOST:
      self.init(.connect, "The host name in \(url.shown) could not be resolved.", true)
    case CCURL_COULDNT_RESOLVE_PROXY:
      self.init(.connect, "The name of the proxy for \(url.shown) could not be resolved.", true)
    case CCURL_COULDNT_CONNECT, CCURL_PROXY:
      self.init(.connect, "No connection to \(url.shown)\(detail)", true)
    // No time-out of a whole transfer is set, so this is about its connection.
    case CCURL_OPERATION_TIMEDOUT:
      self.init(
        .connect,
        "No connection to \(url.shown) within "
          + "\(HTTPClientLimits.connectMilliseconds) ms.", true)
    case CCURL_SSL_CONNECT_ERROR:
      self.init(.connect, "No TLS connection to \(url.shown)\(detail)", true)
    case CCURL_PEER_FAILED_VERIFICATION:
      self.init(
        .connect,
        "The certificate of \(url.shown) is not trusted\(detail) Where its issuer is "
          + "private, name a file with the issuer's certificate in SSL_CERT_FILE.", false)
    case CCURL_SSL_CACERT_BADFILE:
      self.init(
        .connect,
        "The file of trusted certificates cannot be read, so \(url.shown) cannot be "
          + "verified; install ca-certificates or name a file in SSL_CERT_FILE.", false)
    case CCURL_UNSUPPORTED_PROTOCOL, CCURL_WEIRD_SERVER_REPLY:
      self.init(.broken, "\(url.shown) answered with something that is not HTTP.", false)
    case CCURL_PARTIAL_FILE:
      self.init(.broken, "\(url.shown) ended the connection within its response.", false)
    case CCURL_GOT_NOTHING, CCURL_SEND_ERROR, CCURL_RECV_ERROR, CCURL_HTTP2, CCURL_HTTP2_STREAM:
      self.init(.broken, "The exchange with \(url.shown) broke off\(detail)", true)
    // Only the request function aborts: it does where a request would be sent a second time.
    case CCURL_ABORTED_BY_CALLBACK:
      self.init(
        .broken,
        "\(url.shown) ended a kept connection before it answered, and the request is not "
          + "marked as safe to send twice.", false)
    default:
      self.init(.broken, "The exchange with \(url.shown) failed\(detail)", false)
    }
  }

  /// The connection ended within the response.
  static func cut(_ url: HTTPURL) -> TransferFailure {
    TransferFailure(code: Int32(CCURL_PARTIAL_FILE), detail: "", url: url)
  }

  private init(_ code: HTTPClientError.Code, _ message: String, _ isTransient: Bool) {
    error = HTTPClientError(code, message)
    self.isTransient = isTransient
  }

  /// ": detail." or ".".
  private static func sentenceEnd(_ detail: String) -> String {
    var text = printable(detail)
    while text.last == "." || text.last == " " { text.removeLast() }
    return text.isEmpty ? "." : ": \(text)."
  }
}
