/// The content of an upload: fields, then one file (RFC 7578).
struct MultipartForm: Sendable {
  var fields: [(name: String, value: String)] = []
  /// The name of the field with the file: `file` or `image`.
  var fileField: String
  var fileName: String
  var bytes: [UInt8]
  var mediaType = "application/octet-stream"

  func encoded(boundary: String) -> [UInt8] {
    var body: [UInt8] = []
    body.reserveCapacity(bytes.count + 1_024)
    for field in fields {
      body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field.name)\"".utf8)
      body += Array("\r\n\r\n\(field.value)\r\n".utf8)
    }
    let name = MultipartForm.quoted(fileName)
    body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(fileField)\"".utf8)
    body += Array("; filename=\"\(name)\"\r\nContent-Type: \(mediaType)\r\n\r\n".utf8)
    body += bytes
    body += Array("\r\n--\(boundary)--\r\n".utf8)
    return body
  }

  /// Quotation marks and line ends as %XX, as the HTML standard has it.
  private static func quoted(_ name: String) -> String {
    var text = ""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "\"": text += "%22"
      case "\r": text += "%0D"
      case "\n": text += "%0A"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
