internal import JSON
internal import PluginKit

/// Images from the web in Markdown for a document: fetched first, uploaded into their blocks after
/// those are there.
struct DocumentImages: Sendable {
  static let maximumCount = 20
  static let maximumBytes = 20 * 1_024 * 1_024
  static let maximumBytesTogether = 40 * 1_024 * 1_024

  private var files: [(image: NewBlocks.Image, file: FetchedFile)] = []
  /// What did not work, for people.
  private(set) var notes: [String] = []

  static let endpoints: [Endpoint] = [.uploadMedia, .updateBlocks]

  /// What cannot be fetched becomes a link in `blocks`.
  mutating func fetch(
    _ blocks: inout NewBlocks, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) {
    var total = 0
    for (count, image) in blocks.images.enumerated() {
      do throws(LarkFailure) {
        guard count < DocumentImages.maximumCount else {
          throw .argument("only \(DocumentImages.maximumCount) images are taken at once.")
        }
        let input = DocumentImages.input(bytesSoFar: total)
        let place = try DocumentImages.place(of: image.url, input)
        let name = FileInput.name(place).map { singleLine($0, limit: 200) }
        let file = try await input.load(place, name: name, client, context)
        total += file.bytes.count
        files.append((image, file))
      } catch {
        guard error != .cancelled else { throw error }
        blocks.replaceImage(image)
        notes.append(
          "The image \(singleLine(image.url, limit: 200)) is a link: \(error.toolError.summary)")
      }
    }
  }

  private static func input(bytesSoFar: Int) -> FileInput {
    FileInput(
      argument: "markdown", limitBytes: min(maximumBytes, maximumBytesTogether - bytesSoFar),
      limitWords: "at most 20 MB for an image, and 40 MB for all of them together.")
  }

  /// Markdown reaches no file of the server's.
  private static func place(
    of url: String, _ input: FileInput
  ) throws(LarkFailure) -> FileInput.Place {
    let place = try input.place(of: url)
    if case .path = place { throw .argument("markdown: an image is an https address.") }
    return place
  }

  /// Lark wants the document beside the block: the route to where its content is kept.
  private static func form(
    _ file: FetchedFile, of block: String, in document: String
  ) -> MultipartForm {
    let route: JSONValue = ["drive_route_token": .string(document)]
    return DriveForm.media(
      file, parentType: "docx_image", parent: block, extra: route.description)
  }

  /// After the blocks were inserted.
  mutating func upload(_ writer: inout DocumentWriter) async throws(LarkFailure) {
    for (part, entry) in files.enumerated() {
      guard let block = writer.identifier(of: entry.image.block) else {
        let url = singleLine(entry.image.url, limit: 200)
        notes.append("Lark did not tell the block of the image \(url).")
        continue
      }
      do throws(LarkFailure) {
        let payload = try await writer.client.upload(
          APIRequest(.uploadMedia, purpose: "upload the image", part: part),
          DocumentImages.form(entry.file, of: block, in: writer.document), writer.context)
        guard let token = payload["file_token"]?.nonEmptyString else { continue }
        try await writer.update([
          ["block_id": .string(block), "replace_image": ["token": .string(token)]]
        ])
      } catch {
        guard error != .cancelled else { throw error }
        notes.append(
          "The image in block \(block) is empty: \(error.toolError.summary)")
      }
    }
  }
}
