/// The egress list of one client, with the words in which it refuses.
struct EgressGate: Sendable {
  let list: EgressList
  /// The setting that holds the list, such as `plugin.lark.egress`.
  let settingPath: String

  /// Throws a sentence that names the entry and the setting that would permit it.
  func check(_ url: HTTPURL) throws(HTTPClientError) {
    guard !list.permits(url.host, url.port) else { return }
    throw HTTPClientError(
      .refused,
      "\(owner) may not reach \(url.authority); add \"\(url.authority)\" to \(settingPath) in the "
        + "configuration file to allow it.")
  }

  var tooMany: HTTPClientError {
    HTTPClientError(
      .refused,
      "\(owner) has \(HTTPClientLimits.exchanges) HTTP exchanges under way, the most at one time; "
        + "wait for one to end.")
  }

  var tooManyStreams: HTTPClientError {
    HTTPClientError(
      .refused,
      "\(owner) has \(HTTPClientLimits.streams) streamed HTTP responses open, the most at one "
        + "time; wait for one to end.")
  }

  /// Who is refused: the setting's last part but one.
  private var owner: Substring {
    settingPath.split(separator: ".").dropLast().last ?? settingPath[...]
  }
}
