internal import PluginKit

/// A file that an agent hands over for the drive: an https address, a path below `filesFolder`, or
/// base 64.
struct FileSource: Sendable, Equatable {
  let place: FileInput.Place
  let name: String

  static let forms = "an https address, a path below filesFolder, or base64 with a name"
  static let maximumShownCharacters = 200

  private static let input = FileInput(
    argument: "file", limitBytes: DriveForm.maximumBytes,
    limitWords:
      "Lark takes up to 20 MB in one piece; larger files have to be uploaded by hand.")

  /// Checks what can be known before anything is sent.
  init(file: String?, base64: String?, name: String?) throws(LarkFailure) {
    let given = name.map { singleLine($0, limit: DriveForm.maximumNameBytes) }?.nonEmpty
    if let base64 = base64?.nonEmpty {
      place = .bytes(try FileSource.input.decoded(base64, of: "base64"))
    } else if let file = file?.nonEmpty {
      place = try FileSource.input.place(of: file)
    } else {
      throw .argument("file: write \(FileSource.forms).")
    }
    if case .bytes = place, given == nil { throw .argument("name: write the file's name.") }
    let last = FileInput.name(place).map { name in
      singleLine(
        String(name.map { $0 == "/" ? "_" : $0 }), limit: FileSource.maximumShownCharacters)
    }
    self.name = given ?? last?.nonEmpty ?? "file"
    guard self.name.utf8.count <= DriveForm.maximumNameBytes, !self.name.contains("/") else {
      throw .argument(
        "name: at most \(DriveForm.maximumNameBytes) bytes, without slashes.")
    }
  }

  /// Without the dot, in lower case.
  var ending: String {
    name.contains(".") ? name.split(separator: ".").last.map { $0.lowercased() } ?? "" : ""
  }

  /// The name with its ending in lower case: Lark compares it with the ending that it is told.
  var lowercasedName: String { name.dropLast(ending.count) + ending }

  func loaded(
    _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> FetchedFile {
    try await FileSource.input.load(place, name: name, client, context)
  }
}
