import JSON

/// Encodes content blocks straight into the bytes of a response, in one pass and in their order.
/// One thread at a time.
///
/// Whatever a plugin hands over, the response is valid JSON on one line: ill-formed UTF-8 becomes
/// U+FFFD, and JSON that does not parse is left out and told in `fault`.
package struct ContentWriter {
  /// No bytes: where a part has no further members, no media type, or a result nothing more.
  package static var nothing: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: nil, count: 0)
  }

  /// Room for a part's own punctuation, and for what the end adds beside the server's identity.
  static let roomForFrame = 96

  var writer: JSONWriter
  let revision: Revision
  /// What the call was received with.
  let dispatch: Dispatch
  /// Each block becomes a message of a prompt.
  let framesMessages: Bool
  /// Who speaks in the blocks that follow: prompts only.
  package var role = PromptRole.user
  /// What is wrong with the JSON that the plugin gave, for the log: the first fault, or nil.
  package internal(set) var fault: String?
  var hasContent = false

  /// Starts the response to a call.
  ///
  /// - Parameters:
  ///   - capacity: about how many bytes the parts will hold.
  ///   - member: the first member of the result and the start of its value.
  init(
    _ call: borrowing MCPCall, reserving capacity: Int, _ member: StaticString,
    framesMessages: Bool = false
  ) {
    let room = capacity + 2 * Self.roomForFrame + call.rendered.modernMetaCount
    var start = ResultFrame.begin(id: call.id, reserving: room)
    start.append(member)
    writer = JSONWriter(continuing: start)
    revision = call.revision
    dispatch = call.dispatch
    self.framesMessages = framesMessages
  }

  /// Adds text.
  package mutating func text(
    _ utf8: UnsafeRawBufferPointer, members: UnsafeRawBufferPointer = nothing
  ) {
    beginPart("\"type\":\"text\",\"text\":")
    writer.string(utf8: utf8)
    endPart(members, besides: ["text"])
  }

  /// Adds text of this programme's own.
  package mutating func text(_ text: String) {
    beginPart("\"type\":\"text\",\"text\":")
    writer.string(text)
    endPart(Self.nothing, besides: [])
  }

  /// Adds an image: raw bytes of that media type.
  package mutating func image(
    _ data: UnsafeRawBufferPointer, mediaType: UnsafeRawBufferPointer,
    members: UnsafeRawBufferPointer = nothing
  ) {
    beginPart("\"type\":\"image\",\"data\":")
    endMedia(data, mediaType, members)
  }

  /// Adds sound: raw bytes of that media type.
  package mutating func audio(
    _ data: UnsafeRawBufferPointer, mediaType: UnsafeRawBufferPointer,
    members: UnsafeRawBufferPointer = nothing
  ) {
    beginPart("\"type\":\"audio\",\"data\":")
    endMedia(data, mediaType, members)
  }

  /// Adds a link to a resource; as text where the revision has no links (2025-03-26).
  package mutating func resourceLink(
    uri: UnsafeRawBufferPointer, name: UnsafeRawBufferPointer,
    mediaType: UnsafeRawBufferPointer = nothing, members: UnsafeRawBufferPointer = nothing
  ) {
    guard revision >= .june2025 else {
      beginPart("\"type\":\"text\",\"text\":")
      writer.string(utf8: Self.linkText(uri: uri, name: name)[...])
      endPart(members, besides: ["text"])
      return
    }
    beginPart("\"type\":\"resource_link\",\"uri\":")
    writer.string(utf8: uri)
    writer.key("name")
    writer.string(utf8: name)
    write(mediaType: mediaType)
    endPart(members, besides: ["uri", "name", "mimeType"])
  }

  /// Adds the content of a resource that is text.
  package mutating func resourceText(
    uri: UnsafeRawBufferPointer, text: UnsafeRawBufferPointer,
    mediaType: UnsafeRawBufferPointer = nothing, members: UnsafeRawBufferPointer = nothing
  ) {
    beginResource(uri, mediaType)
    writer.key("text")
    writer.string(utf8: text)
    writer.endObject()
    endPart(members, besides: ["resource"])
  }

  /// Adds the content of a resource: raw bytes.
  package mutating func resourceBlob(
    uri: UnsafeRawBufferPointer, data: UnsafeRawBufferPointer,
    mediaType: UnsafeRawBufferPointer = nothing, members: UnsafeRawBufferPointer = nothing
  ) {
    beginResource(uri, mediaType)
    writer.key("blob")
    writer.base64(data)
    writer.endObject()
    endPart(members, besides: ["resource"])
  }
}

extension ContentWriter {
  private mutating func beginPart(_ start: StaticString) {
    hasContent = true
    if framesMessages {
      writer.beginObject()
      writer.key("role")
      writer.string(role.text)
      writer.key("content")
    }
    writer.beginObject()
    writer.bytes.append(start)
  }

  private mutating func endPart(
    _ members: UnsafeRawBufferPointer, besides own: [StaticString]
  ) {
    if !members.isEmpty { merge(members, besides: ["type"] + own, "members of a part") }
    writer.endObject()
    if framesMessages { writer.endObject() }
  }

  private mutating func endMedia(
    _ data: UnsafeRawBufferPointer, _ mediaType: UnsafeRawBufferPointer,
    _ members: UnsafeRawBufferPointer
  ) {
    writer.base64(data)
    writer.key("mimeType")
    if mediaType.isEmpty {
      writer.string("application/octet-stream")
    } else {
      writer.string(utf8: mediaType)
    }
    endPart(members, besides: ["data", "mimeType"])
  }

  private mutating func beginResource(
    _ uri: UnsafeRawBufferPointer, _ mediaType: UnsafeRawBufferPointer
  ) {
    beginPart("\"type\":\"resource\",\"resource\":")
    writer.beginObject()
    writer.key("uri")
    writer.string(utf8: uri)
    write(mediaType: mediaType)
  }

  mutating func write(mediaType: UnsafeRawBufferPointer) {
    guard !mediaType.isEmpty else { return }
    writer.key("mimeType")
    writer.string(utf8: mediaType)
  }

  private static func linkText(
    uri: UnsafeRawBufferPointer, name: UnsafeRawBufferPointer
  ) -> [UInt8] {
    guard !name.isEmpty else { return Array(uri) }
    return Array(name) + Array(": ".utf8) + Array(uri)
  }
}

extension JSONWriter {
  /// Goes on after a text that needs no comma next.
  @inline(__always)
  init(continuing bytes: consuming [UInt8]) {
    self.init()
    self.bytes = bytes
  }
}
