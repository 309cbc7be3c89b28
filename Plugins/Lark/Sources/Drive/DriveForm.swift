/// The forms in which the drive takes files of up to 20 MB.
enum DriveForm {
  static let maximumBytes = 20 * 1_024 * 1_024
  static let maximumNameBytes = 250

  static func file(_ file: FetchedFile, folder: String) -> MultipartForm {
    form(file, [("parent_type", "explorer"), ("parent_node", folder)])
  }

  /// `extra` is JSON.
  static func media(
    _ file: FetchedFile, parentType: String, parent: String?, extra: String? = nil
  ) -> MultipartForm {
    var fields = [("parent_type", parentType)]
    if let parent { fields.append(("parent_node", parent)) }
    if let extra { fields.append(("extra", extra)) }
    return form(file, fields)
  }

  private static func form(
    _ file: FetchedFile, _ fields: [(String, String)]
  ) -> MultipartForm {
    let all = [("file_name", file.name)] + fields + [("size", String(file.bytes.count))]
    return MultipartForm(
      fields: all.map { (name: $0.0, value: $0.1) }, fileField: "file", fileName: file.name,
      bytes: file.bytes, mediaType: file.mediaType)
  }
}
