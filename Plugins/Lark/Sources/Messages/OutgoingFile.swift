internal import JSON
internal import PluginKit

/// A file to send, as an agent tells it: an https address, a path below `filesFolder`, content in
/// base 64, or the key of something uploaded before.
enum OutgoingFile: Equatable, Sendable {
  case file(FileInput.Place, name: String?)
  case imageKey(String)
  case fileKey(String)

  static let maximumFiles = 9
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
      self = .file(.bytes(try OutgoingFile.input.decoded(text)), name: name)
    } else if let text = json["url"]?.nonEmptyString ?? json["path"]?.nonEmptyString {
      self = try OutgoingFile(text: text, name: name)
    } else {
      throw .argument("files: each is \(OutgoingFile.forms).")
    }
  }

  private init(text: String, name: String?) throws(LarkFailure) {
    if LarkReference.isToken(text), text.hasPrefix("img_") {
      self = .imageKey(text)
    } else if LarkReference.isToken(text), text.hasPrefix("file_") {
      self = .fileKey(text)
    } else {
      self = .file(try OutgoingFile.input.place(of: text), name: name)
    }
  }

  /// The bytes with a name; nil for what has been uploaded before. Nothing is sent to Lark.
  func loaded(
    _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> LoadedFile? {
    guard case .file(let place, let name) = self else { return nil }
    return LoadedFile(
      try await OutgoingFile.input.load(place, name: name, client, context))
  }

  private static let input = FileInput(
    argument: "files", limitBytes: FileKind.maximumFileBytes,
    limitWords: "at most 30 MB each; put larger ones into Lark's drive and send their links.")
}

/// A file that is ready to be uploaded.
struct LoadedFile: Equatable, Sendable {
  var name: String
  var bytes: [UInt8]
  var kind: FileKind

  init(_ file: FetchedFile) {
    let shown = singleLine(file.name, limit: OutgoingFile.maximumNameCharacters)
    name = String(shown.map { $0 == "/" || $0 == "\\" ? "_" : $0 })
    bytes = file.bytes
    kind = FileKind(name: name, bytes: bytes)
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
