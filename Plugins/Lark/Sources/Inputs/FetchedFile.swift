/// A file to be given to Lark.
struct FetchedFile: Sendable, Equatable {
  var name: String
  var bytes: [UInt8]
  var mediaType = FetchedFile.unknownType

  static let unknownType = "application/octet-stream"
}
