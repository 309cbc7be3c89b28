internal import JSON
internal import PluginKit

/// A file to send, as an agent tells it: an https address, a path below `filesFolder`, content in
/// base 64, or the key of something uploaded before.
enum OutgoingFile: Equatable, Sendable {
  case url(String, name: String?)
  case path(String, name: String?)
  case content([UInt8], name: String)
  case imageKey(String)
  case fileKey(String)

  static let maximumFiles = 9
  static let timeoutMilliseconds = 60_000
  static let maximumNameCharacters = 200

  static let forms =
    "an https address, a path below filesFolder, an image or file key, or "
    + "{\"base64\": \"...\", \"name\": \"a.png\"}"

  /// From a list, a single one, or a string that holds the list as JSON.
  static func list(_ value: JSONValue?) throws(LarkFailure) -> [OutgoingFile] {
    var value = value ?? .null
    if let text = value.string, ["[", "{"].contains(text.trimmingSpaces.prefix(1)),
      let parsed = try? JSONValue(parsing: text)
    {
      value = parsed
    }
    if value == .null || value == "" { return [] }
    let items = value.array ?? [value]
    guard items.count <= maximumFiles else {
      throw .argument("files: at most \(maximumFiles) at a time.")
    }
    var files: [OutgoingFile] = []
    for item in items { files.append(try OutgoingFile(item)) }
    return files
  }

  init(_ json: JSONValue) throws(LarkFailure) {
    if let text = json.string?.trimmingSpaces.nonEmpty {
      self = try OutgoingFile(text: text, name: nil)
      return
    }
    let name = json["name"]?.nonEmptyString
    if let text = json["base64"]?.nonEmptyString ?? json["data"]?.nonEmptyString {
      self = try OutgoingFile(base64: text, name: name)
    } else if let text = json["url"]?.nonEmptyString ?? json["path"]?.nonEmptyString {
      self = try OutgoingFile(text: text, name: name)
    } else {
      throw .argument("files: each is \(OutgoingFile.forms).")
    }
  }

  private init(text: String, name: String?) throws(LarkFailure) {
    if text.hasPrefix("https://") {
      self = .url(text, name: name)
    } else if text.hasPrefix("data:") {
      let comma = text.firstIndex(of: ",") ?? text.endIndex
      self = try OutgoingFile(base64: String(text[comma...].dropFirst()), name: name)
    } else if text.contains("://") {
      throw .argument("files: an address begins with https://.")
    } else if LarkReference.isToken(text), text.hasPrefix("img_") {
      self = .imageKey(text)
    } else if LarkReference.isToken(text), text.hasPrefix("file_") {
      self = .fileKey(text)
    } else {
      self = .path(text, name: name)
    }
  }

  private init(base64: String, name: String?) throws(LarkFailure) {
    guard base64.utf8.count <= FileKind.maximumFileBytes / 3 * 4 + 4 else {
      throw OutgoingFile.tooLarge
    }
    guard let bytes = Base64.decode(base64), !bytes.isEmpty else {
      throw .argument("files: base64 is not valid, or empty.")
    }
    self = .content(bytes, name: name ?? "file")
  }

  /// The bytes with a name; nil for what has been uploaded before. Nothing is sent to Lark.
  func loaded(
    _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> LoadedFile? {
    switch self {
    case .imageKey, .fileKey: return nil
    case .content(let bytes, let name): return try LoadedFile(name, bytes)
    case .path(let path, let name):
      let last = path.split(separator: "/").last.map(String.init)
      return try LoadedFile(
        name ?? last ?? "file", try OutgoingFile.read(path, client.settings.filesFolder))
    case .url(let url, let name):
      let last = LinkText(url)?.path.last
      return try LoadedFile(
        name ?? last ?? "file", try await OutgoingFile.fetch(url, client, context))
    }
  }

  private static func read(_ path: String, _ folder: String) throws(LarkFailure) -> [UInt8] {
    guard !folder.isEmpty else {
      throw .argument(
        "files: no folder is open for files; the operator sets \(SettingsError.path).filesFolder.")
    }
    let shown = singleLine(path, limit: 120)
    do throws(FolderFile.Trouble) {
      return try FolderFile.read(path, in: folder, limitBytes: FileKind.maximumFileBytes)
    } catch {
      switch error {
      case .path: throw .argument("files: \"\(shown)\" is not a path below filesFolder.")
      case .missing: throw .argument("files: there is no \"\(shown)\" in filesFolder.")
      case .noFile: throw .argument("files: \"\(shown)\" is no file, or may not be read.")
      case .tooLarge: throw tooLarge
      }
    }
  }

  private static func fetch(
    _ url: String, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> [UInt8] {
    let response = try await client.transport.respond(
      to: HTTPRequest(
        url: url, timeoutMilliseconds: timeoutMilliseconds,
        responseLimitBytes: FileKind.maximumFileBytes, followsRedirects: true), context)
    guard response.status == 200 else {
      throw .argument("files: the address answers with HTTP \(response.status).")
    }
    return response.body
  }

  static let tooLarge = LarkFailure.argument(
    "files: at most 30 MB each; put larger ones into Lark's drive and send their links.")
}

/// A file that is ready to be uploaded.
struct LoadedFile: Equatable, Sendable {
  var name: String
  var bytes: [UInt8]
  var kind: FileKind

  init(_ name: String, _ bytes: [UInt8]) throws(LarkFailure) {
    guard !bytes.isEmpty else { throw .argument("files: Lark takes no empty file.") }
    guard bytes.count <= FileKind.maximumFileBytes else { throw OutgoingFile.tooLarge }
    let shown = singleLine(name, limit: OutgoingFile.maximumNameCharacters)
    self.name = String(shown.map { $0 == "/" || $0 == "\\" ? "_" : $0 })
    self.bytes = bytes
    kind = FileKind(name: self.name, bytes: bytes)
  }

  /// The content of the message that shows it.
  func upload(
    _ client: LarkClient, _ context: CallContext, part: Int
  ) async throws(LarkFailure) -> OutgoingMessage {
    guard let fileType = kind.fileType else {
      let form = MultipartForm(
        fields: [("image_type", "message")], fileField: "image", fileName: name, bytes: bytes)
      let payload = try await client.upload(
        APIRequest(.uploadImage, purpose: "upload the image", part: part), form, context)
      return OutgoingMessage(
        type: kind.messageType, content: ["image_key": payload["image_key"] ?? nil])
    }
    let form = MultipartForm(
      fields: [("file_type", fileType), ("file_name", name)], fileField: "file", fileName: name,
      bytes: bytes)
    let payload = try await client.upload(
      APIRequest(.uploadImFile, purpose: "upload the file", part: part), form, context)
    return OutgoingMessage(
      type: kind.messageType, content: ["file_key": payload["file_key"] ?? nil])
  }
}

/// One message that goes out.
struct OutgoingMessage: Equatable, Sendable {
  /// The value of `msg_type`.
  var type: String
  /// The object that goes, as JSON in a string, into `content`.
  var content: JSONValue
}
