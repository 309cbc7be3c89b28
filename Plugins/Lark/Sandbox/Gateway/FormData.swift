import JSON

/// A file of a form, or one that is downloaded.
struct FormFile: Sendable {
  var name: String
  var contentType: String
  var bytes: [UInt8]

  /// The field `Content-Disposition` of a download (RFC 6266).
  var disposition: String {
    let plain = String(name.map { $0.isASCII && $0 != "\"" && !$0.isNewline ? $0 : "_" })
    return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(PercentEncoding.encode(name))"
  }
}

/// Reads `multipart/form-data` (RFC 7578).
struct FormData: Sendable {
  private static let lineEnd = Array("\r\n".utf8)
  private static let headEnd = Array("\r\n\r\n".utf8)

  /// Parts that are files even without a name of their own, as some clients send them.
  private static let fileParts: Set<String> = ["file", "image"]

  private(set) var fields: JSONObject = [:]
  private(set) var files: [String: FormFile] = [:]

  /// Nil where the bytes are no form.
  init?(_ bytes: [UInt8], contentType: String) {
    guard let boundary = Self.parameter("boundary", of: contentType), !boundary.isEmpty else {
      return nil
    }
    let opening = Array("--\(boundary)".utf8)
    let delimiter = Self.lineEnd + opening
    guard bytes.starts(with: opening) else { return nil }
    var position = opening.count
    while bytes[position...].starts(with: Self.lineEnd) {
      position += Self.lineEnd.count
      guard let end = Self.find(delimiter, in: bytes[position...]) else { return nil }
      guard take(bytes[position..<end]) else { return nil }
      position = end + delimiter.count
    }
    guard bytes[position...].starts(with: Array("--".utf8)) else { return nil }
  }

  private mutating func take(_ part: ArraySlice<UInt8>) -> Bool {
    guard let end = Self.find(Self.headEnd, in: part) else { return false }
    let head = String(decoding: part[..<end], as: UTF8.self)
    let content = part[(end + Self.headEnd.count)...]
    var type = "application/octet-stream"
    var disposition = ""
    for line in head.split(whereSeparator: \.isNewline) {
      let lowered = line.lowercased()
      if lowered.hasPrefix("content-type:") { type = line.dropFirst(13).trimmed }
      if lowered.hasPrefix("content-disposition:") { disposition = String(line.dropFirst(20)) }
    }
    guard let name = Self.parameter("name", of: disposition) else { return false }
    let fileName = Self.parameter("filename", of: disposition)
    if fileName != nil || Self.fileParts.contains(name) {
      files[name] = FormFile(name: fileName ?? name, contentType: type, bytes: Array(content))
    } else {
      fields[name] = .string(String(decoding: content, as: UTF8.self))
    }
    return true
  }

  /// A parameter of a field such as `form-data; name="file"`, its quotes taken off.
  private static func parameter(_ name: String, of field: String) -> String? {
    for part in field.split(separator: ";").dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, pair[0].trimmed.lowercased() == name else { continue }
      return String(pair[1].trimmed.filter { $0 != "\"" })
    }
    return nil
  }

  private static func find(_ wanted: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    guard let first = wanted.first else { return nil }
    var position = bytes.startIndex
    while let found = bytes[position...].firstIndex(of: first) {
      if bytes[found...].starts(with: wanted) { return found }
      position = found + 1
    }
    return nil
  }
}

extension StringProtocol {
  /// Without spaces at its ends.
  var trimmed: String {
    let start = drop { $0 == " " || $0 == "\t" }
    return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}
