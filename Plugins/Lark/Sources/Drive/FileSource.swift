internal import JSON
internal import PluginKit

/// A file that an agent hands over: an https address, a path below `filesFolder`, or base 64.
struct FileSource: Sendable, Equatable {
  enum Content: Sendable, Equatable {
    case url(String)
    case path(String)
    case bytes([UInt8])
  }

  let content: Content
  let name: String

  static let forms = "an https address, a path below filesFolder, or base64 with a name"

  /// Checks what can be known before anything is sent.
  init(file: String?, base64: String?, name: String?) throws(LarkFailure) {
    let file = file?.trimmingSpaces.nonEmpty
    let given = name.map { singleLine($0, limit: DriveForm.maximumNameBytes) }?.nonEmpty
    if let base64 = base64?.nonEmpty ?? FileSource.dataURL(file) {
      guard base64.utf8.count <= DriveForm.maximumBytes / 3 * 4 + 4 else {
        throw FileSource.tooLarge
      }
      guard let bytes = Base64.decode(base64), !bytes.isEmpty else {
        throw .argument("base64: not valid, or empty.")
      }
      guard let given else { throw .argument("name: write the file's name.") }
      content = .bytes(bytes)
      self.name = given
    } else if let file {
      guard file.hasPrefix("https://") || !file.contains("://") else {
        throw .argument("file: an address begins with https://.")
      }
      let isURL = file.hasPrefix("https://")
      content = isURL ? .url(file) : .path(file)
      let last =
        isURL ? LinkText(file)?.path.last : file.split(separator: "/").last.map(String.init)
      self.name = given ?? last.map { singleLine($0, limit: 200) }?.nonEmpty ?? "file"
    } else {
      throw .argument("file: write \(FileSource.forms).")
    }
    guard self.name.utf8.count <= DriveForm.maximumNameBytes, !self.name.contains("/") else {
      throw .argument(
        "name: at most \(DriveForm.maximumNameBytes) bytes, without slashes.")
    }
  }

  private static func dataURL(_ file: String?) -> String? {
    guard let file, file.hasPrefix("data:"), let comma = file.firstIndex(of: ",") else {
      return nil
    }
    return String(file[file.index(after: comma)...])
  }

  static let tooLarge = LarkFailure.argument(
    "file: Lark takes up to 20 MB in one piece; larger files have to be uploaded by hand.")

  /// Without the dot, in lower case.
  var ending: String {
    name.contains(".") ? name.split(separator: ".").last.map { $0.lowercased() } ?? "" : ""
  }

  func loaded(
    _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> FetchedFile {
    switch content {
    case .bytes(let bytes): return FetchedFile(name: name, bytes: bytes)
    case .path(let path):
      return FetchedFile(name: name, bytes: try read(path, client.settings.filesFolder))
    case .url(let url):
      do throws(LarkFailure) {
        var file = try await FetchedFile.fetch(
          url, "file", limitBytes: DriveForm.maximumBytes, client, context)
        file.name = name
        return file
      } catch {
        throw FileOutput.isTooLarge(error) ? FileSource.tooLarge : error
      }
    }
  }

  private func read(_ path: String, _ folder: String) throws(LarkFailure) -> [UInt8] {
    guard !folder.isEmpty else {
      throw .argument(
        "file: no folder is open for files; the operator sets \(SettingsError.path).filesFolder.")
    }
    let shown = singleLine(path, limit: 120)
    let bytes: [UInt8]
    do throws(FolderFile.Trouble) {
      bytes = try FolderFile.read(path, in: folder, limitBytes: DriveForm.maximumBytes)
    } catch {
      switch error {
      case .path: throw .argument("file: \"\(shown)\" is not a path below filesFolder.")
      case .missing: throw .argument("file: there is no \"\(shown)\" in filesFolder.")
      case .noFile: throw .argument("file: \"\(shown)\" is no file, or may not be read.")
      case .tooLarge: throw FileSource.tooLarge
      }
    }
    guard !bytes.isEmpty else { throw .argument("file: Lark takes no empty file.") }
    return bytes
  }
}
