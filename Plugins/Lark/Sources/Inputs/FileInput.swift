internal import PluginKit

/// Reads the files that agents hand over in an argument of a tool: from the web, from
/// `filesFolder`, or out of base 64.
struct FileInput: Sendable {
  /// Where the content is.
  enum Place: Sendable, Equatable {
    case url(String)
    /// Below `filesFolder`.
    case path(String)
    case bytes([UInt8])
  }

  /// For refusals.
  let argument: String
  let limitBytes: Int
  /// What is allowed, and what to do with larger files.
  let limitWords: String

  static let timeoutMilliseconds = 60_000

  var tooLarge: LarkFailure { .argument("\(argument): \(limitWords)") }

  /// An address, a path, or a data URL. Checks what can be known before anything is asked.
  func place(of text: String) throws(LarkFailure) -> Place {
    let text = text.trimmingSpaces
    if text.hasPrefix("https://") {
      guard LinkText(text) != nil else {
        throw .argument("\(argument): the address names no host.")
      }
      return .url(text)
    }
    if text.hasPrefix("data:") {
      let comma = text.firstIndex(of: ",") ?? text.endIndex
      return .bytes(try decoded(String(text[comma...].dropFirst())))
    }
    guard firstRange(of: "://", in: text[...]) == nil else {
      throw .argument("\(argument): an address begins with https://.")
    }
    return .path(text)
  }

  /// `part`: the argument that held the base 64, where it is another one.
  func decoded(_ base64: String, of part: String? = nil) throws(LarkFailure) -> [UInt8] {
    guard base64.utf8.count <= limitBytes / 3 * 4 + 4 else { throw tooLarge }
    guard let bytes = Base64.decode(base64), !bytes.isEmpty else {
      throw .argument("\(part ?? argument): not valid base64, or empty.")
    }
    guard bytes.count <= limitBytes else { throw tooLarge }
    return bytes
  }

  /// The last part of an address or of a path; nil where there is none.
  static func name(_ place: Place) -> String? {
    switch place {
    case .url(let url): LinkText(url)?.path.last
    case .path(let path): path.split(separator: "/").last.map(String.init)
    case .bytes: nil
    }
  }

  /// Nothing is sent to Lark. The file is not empty.
  func load(
    _ place: Place, name: String?, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> FetchedFile {
    var file = FetchedFile(name: name ?? FileInput.name(place) ?? "file", bytes: [])
    switch place {
    case .bytes(let bytes): file.bytes = bytes
    case .path(let path): file.bytes = try read(path, client.settings.filesFolder)
    case .url(let url): (file.bytes, file.mediaType) = try await fetch(url, client, context)
    }
    guard !file.bytes.isEmpty else { throw .argument("\(argument): Lark takes no empty file.") }
    return file
  }

  private func read(_ path: String, _ folder: String) throws(LarkFailure) -> [UInt8] {
    guard !folder.isEmpty else {
      throw .argument(
        "\(argument): no folder is open for files; the operator sets "
          + "\(SettingsError.path).filesFolder.")
    }
    let shown = "\"\(singleLine(path, limit: 120))\""
    do throws(FolderFile.Trouble) {
      return try FolderFile.read(path, in: folder, limitBytes: limitBytes)
    } catch {
      switch error {
      case .path: throw .argument("\(argument): \(shown) is not a path below filesFolder.")
      case .missing: throw .argument("\(argument): there is no \(shown) in filesFolder.")
      case .noFile: throw .argument("\(argument): \(shown) is no file, or may not be read.")
      case .tooLarge: throw tooLarge
      }
    }
  }

  /// As far as the host lets this plugin go there.
  private func fetch(
    _ url: String, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> (bytes: [UInt8], mediaType: String) {
    let response: HTTPResponse
    do throws(LarkFailure) {
      response = try await client.transport.respond(
        to: HTTPRequest(
          url: url, timeoutMilliseconds: FileInput.timeoutMilliseconds,
          responseLimitBytes: limitBytes, followsRedirects: true), context)
    } catch {
      throw FileOutput.isTooLarge(error) ? tooLarge : error
    }
    guard response.status == 200 else {
      throw .argument("\(argument): the address answers with HTTP \(response.status).")
    }
    let type = String((response.field("content-type") ?? "").prefix { $0 != ";" })
    return (response.body, type.trimmingSpaces.nonEmpty ?? FetchedFile.unknownType)
  }
}
