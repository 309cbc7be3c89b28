internal import JSON
internal import PluginKit

/// A file of Lark's as a result: an image, text, or bytes of a resource.
enum FileOutput {
  /// What is larger stays where it is.
  static let maximumBytes = 5 * 1_024 * 1_024

  static func part(_ download: Download, uri: String, name: String?) -> Part {
    let type = mediaType(download, name)
    if ["image/png", "image/jpeg", "image/gif", "image/webp"].contains(type) {
      return .image(download.bytes, mediaType: type)
    }
    if isText(type), let text = String(validating: download.bytes, as: UTF8.self) {
      return .resource(uri: uri, text: text, mediaType: type)
    }
    return .resource(uri: uri, bytes: download.bytes, mediaType: type)
  }

  /// Lark often says no more than that it is bytes; the name tells more.
  static func mediaType(_ download: Download, _ name: String?) -> String {
    let told = download.mediaType
    guard told.isEmpty || told.hasSuffix("octet-stream") else { return told }
    let ending = (name ?? download.fileName ?? "").split(separator: ".").last?.lowercased() ?? ""
    return types[ending] ?? "application/octet-stream"
  }

  private static func isText(_ type: String) -> Bool {
    type.hasPrefix("text/") || type == "application/json" || type == "application/xml"
  }

  private static let types = [
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "webp": "image/webp", "txt": "text/plain", "md": "text/markdown", "csv": "text/csv",
    "html": "text/html", "json": "application/json", "xml": "application/xml",
    "pdf": "application/pdf", "zip": "application/zip", "mp4": "video/mp4", "mp3": "audio/mpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  ]

  /// Whether the answer was over the limit.
  static func isTooLarge(_ failure: LarkFailure) -> Bool {
    if case .transport(let failure) = failure { return failure.code == .tooLarge }
    return false
  }

  static func size(_ bytes: Int64) -> String {
    bytes < 1_024 ? "\(bytes) bytes" : "\((bytes + 512) / 1_024) KB"
  }
}
