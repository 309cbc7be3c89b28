internal import PluginKit

/// A file to be given to Lark.
struct FetchedFile: Sendable, Equatable {
  var name: String
  var bytes: [UInt8]
  var mediaType = "application/octet-stream"

  static let timeoutMilliseconds = 60_000

  /// From the web, as far as the host lets this plugin go there. The address is not trusted to name
  /// the file well.
  static func fetch(
    _ url: String, _ argument: String, limitBytes: Int, _ client: LarkClient,
    _ context: CallContext
  ) async throws(LarkFailure) -> FetchedFile {
    let url = url.trimmingSpaces
    guard url.hasPrefix("https://"), let link = LinkText(url) else {
      throw .argument("\(argument): an address begins with https://.")
    }
    let response = try await client.transport.respond(
      to: HTTPRequest(
        url: url, timeoutMilliseconds: timeoutMilliseconds, responseLimitBytes: limitBytes,
        followsRedirects: true), context)
    guard response.status == 200 else {
      throw .argument("\(argument): the address answers with HTTP \(response.status).")
    }
    guard !response.body.isEmpty else { throw .argument("\(argument): the file is empty.") }
    let type = (response.field("content-type") ?? "").prefix { $0 != ";" }
    return FetchedFile(
      name: link.path.last.map { singleLine($0, limit: 200) } ?? "file", bytes: response.body,
      mediaType: String(type).trimmingSpaces.nonEmpty ?? "application/octet-stream")
  }
}
