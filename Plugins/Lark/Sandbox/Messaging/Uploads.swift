import JSON

/// What was uploaded, by its key.
struct Uploads: Sendable {
  static let maximumBytes = 256 * 1_024 * 1_024

  private(set) var files: [String: FormFile] = [:]
  private var bytes = 0

  /// False when there is no more room.
  mutating func add(_ file: FormFile, key: String) -> Bool {
    guard bytes + file.bytes.count <= Self.maximumBytes else { return false }
    files[key] = file
    bytes += file.bytes.count
    return true
  }
}

/// `im/v1/images`, `im/v1/files`, and the resources of messages.
enum MessageFiles {
  static let maximumImageBytes = 10 * 1_024 * 1_024
  static let maximumFileBytes = 30 * 1_024 * 1_024

  static let endpoints: [Endpoint] = [
    Endpoint("POST /im/v1/images", uploadImage), Endpoint("POST /im/v1/files", uploadFile),
    Endpoint("GET /im/v1/messages/:message_id/resources/:file_key", download),
  ]

  static func uploadImage(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let file = try file("image", maximum: maximumImageBytes, call)
    guard isImage(file.bytes) else { throw .code(234_011) }
    let key = "img_v3_\(state.identifiers.uuid())g"
    guard state.uploads.add(file, key: key) else { throw .code(234_042) }
    return .data(["image_key": .string(key)])
  }

  static func uploadFile(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    var file = try file("file", maximum: maximumFileBytes, call)
    file.name = call.text("file_name") ?? file.name
    let key = "file_v3_\(state.identifiers.uuid())g"
    guard state.uploads.add(file, key: key) else { throw .code(234_042) }
    return .data(["file_key": .string(key)])
  }

  static func download(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    guard let message = state.messages.message(call.parameter("message_id")),
      let chat = state.chats.chat(message.chatID)
    else { throw .code(234_001) }
    guard state.isInside(chat, call.identity) else { throw .code(234_004) }
    guard message.type != "sticker", message.type != "interactive" else { throw .code(234_043) }
    let key = call.parameter("file_key")
    guard message.content.contains("\"\(key)\""), let file = state.uploads.files[key] else {
      throw .code(234_003)
    }
    return .file(file)
  }

  private static func file(
    _ name: String, maximum: Int, _ call: Call
  ) throws(APIError) -> FormFile {
    guard let file = call.files[name] else { throw .code(234_001) }
    guard !file.bytes.isEmpty else { throw .code(234_010) }
    guard file.bytes.count <= maximum else { throw .code(234_006) }
    return file
  }

  /// By the first bytes of JPEG, PNG, GIF, BMP, TIFF, WebP and ICO.
  private static func isImage(_ bytes: [UInt8]) -> Bool {
    let starts: [[UInt8]] = [
      [0xFF, 0xD8, 0xFF], [0x89, 0x50, 0x4E, 0x47], Array("GIF8".utf8), Array("BM".utf8),
      Array("II*".utf8), Array("MM".utf8), Array("RIFF".utf8), [0, 0, 1, 0],
    ]
    return starts.contains { bytes.starts(with: $0) }
  }
}
