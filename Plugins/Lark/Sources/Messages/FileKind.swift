/// How Lark wants a file uploaded and shown in a chat.
struct FileKind: Equatable, Sendable {
  static let maximumImageBytes = 10 * 1_024 * 1_024
  static let maximumFileBytes = 30 * 1_024 * 1_024

  /// The value of `msg_type`.
  var messageType: String
  /// The value of `file_type`; nil for an image.
  var fileType: String?

  /// By the first bytes, then by the name. Images that are too large for it go as files.
  init(name: String, bytes: [UInt8]) {
    let suffix = name.split(separator: ".", omittingEmptySubsequences: false).last ?? ""
    let ending = name.contains(".") ? suffix.lowercased() : ""
    if FileKind.isImage(bytes), bytes.count <= FileKind.maximumImageBytes {
      self.init(messageType: "image", fileType: nil)
    } else if ending == "mp4" {
      self.init(messageType: "media", fileType: "mp4")
    } else if ending == "opus" {
      self.init(messageType: "audio", fileType: "opus")
    } else {
      self.init(messageType: "file", fileType: FileKind.fileTypes[ending] ?? "stream")
    }
  }

  private init(messageType: String, fileType: String?) {
    (self.messageType, self.fileType) = (messageType, fileType)
  }

  private static func isImage(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: Array("RIFF".utf8)) {
      return bytes.dropFirst(8).starts(with: Array("WEBP".utf8))
    }
    return signatures.contains { bytes.starts(with: $0) }
  }

  /// PNG, JPEG, GIF, BMP and TIFF of either byte order.
  private static let signatures: [[UInt8]] = [
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], [0xFF, 0xD8, 0xFF],
    Array("GIF8".utf8), Array("BM".utf8), [0x49, 0x49, 0x2A, 0x00], [0x4D, 0x4D, 0x00, 0x2A],
  ]

  private static let fileTypes = [
    "pdf": "pdf", "doc": "doc", "docx": "doc", "xls": "xls", "xlsx": "xls", "ppt": "ppt",
    "pptx": "ppt",
  ]
}
