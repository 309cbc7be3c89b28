internal import JSON
internal import PluginKit

/// A file that Lark handed out.
struct Download: Sendable, Equatable {
  var bytes: [UInt8]
  /// Of the field Content-Type, without parameters.
  var mediaType: String
  /// Of the field Content-Disposition, where it tells one.
  var fileName: String?
}

extension LarkClient {
  /// Bytes instead of an envelope. Larger ones than the limit end in an error that says so.
  func download(
    _ request: APIRequest, limitBytes: Int, _ context: CallContext
  ) async throws(LarkFailure) -> Download {
    let content = RequestContent(
      timeoutMilliseconds: LarkClient.transferTimeoutMilliseconds, responseLimitBytes: limitBytes)
    return try await perform(request, content, context) {
      (envelope, response) throws(LarkFailure) in
      let type = LarkClient.mediaType(response.field("content-type") ?? "")
      guard response.status < 300, !LarkClient.isRefusal(response, type) else {
        _ = try envelope.payload(of: response)
        throw .unreadable(
          purpose: request.purpose, status: response.status, logID: response.field("x-tt-logid"))
      }
      return Download(
        bytes: response.body, mediaType: type,
        fileName: response.field("content-disposition").flatMap(LarkClient.fileName))
    }
  }

  /// Sends a form with a file; the payload of the answer.
  func upload(
    _ request: APIRequest, _ form: MultipartForm, _ context: CallContext
  ) async throws(LarkFailure) -> JSONValue {
    let boundary = IdempotencyKey.of(
      callID: context.id, endpoint: request.endpoint.name, part: request.part)
    let content = RequestContent(
      body: form.encoded(boundary: boundary),
      contentType: "multipart/form-data; boundary=\(boundary)",
      timeoutMilliseconds: LarkClient.transferTimeoutMilliseconds)
    return try await perform(request, content, context) {
      (envelope, response) throws(LarkFailure) in
      try envelope.payload(of: response)
    }
  }

  /// A refusal is JSON with a code, where a file may be JSON as well.
  private static func isRefusal(_ response: HTTPResponse, _ type: String) -> Bool {
    guard type == "application/json", response.field("content-disposition") == nil,
      let body = try? JSONValue(parsing: response.body), let code = body["code"]?.integer
    else { return false }
    return code != 0 && body["msg"]?.string != nil
  }

  private static func mediaType(_ field: String) -> String {
    String(field.prefix { $0 != ";" }).trimmingSpaces.lowercased()
  }

  /// `filename*` (RFC 8187) before `filename` (RFC 6266).
  private static func fileName(_ disposition: String) -> String? {
    var plain: String?
    for parameter in disposition.split(separator: ";").dropFirst() {
      guard let equals = parameter.firstIndex(of: "=") else { continue }
      let name = String(parameter[..<equals]).trimmingSpaces.lowercased()
      let value = String(parameter[parameter.index(after: equals)...]).trimmingSpaces
      if name == "filename*", let tail = value.split(separator: "'").last {
        return percentDecoded(String(tail))
      }
      if name == "filename" { plain = value.filter { $0 != "\"" } }
    }
    return plain.map(percentDecoded)?.nonEmpty
  }
}

/// The text with %XX as the bytes they stand for; what is no UTF-8 becomes U+FFFD.
func percentDecoded(_ text: String) -> String {
  let bytes = Array(text.utf8)
  var decoded: [UInt8] = []
  var index = 0
  while index < bytes.count {
    if bytes[index] == 0x25, index + 2 < bytes.count,
      let byte = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
    {
      decoded.append(byte)
      index += 3
    } else {
      decoded.append(bytes[index])
      index += 1
    }
  }
  return String(decoding: decoded, as: UTF8.self)
}
