public import JSON

/// One content block of a result. Bytes are raw: the host encodes base64.
public struct Part: Sendable, Equatable {
  /// What the block holds.
  public enum Content: Sendable, Equatable {
    /// Text.
    case text(String)
    /// An image of a media type such as `image/png`.
    case image([UInt8], mediaType: String)
    /// A sound of a media type such as `audio/wav`.
    case audio([UInt8], mediaType: String)
    /// A resource that can be read at its URI.
    case resourceLink(uri: String, name: String, mediaType: String?)
    /// A resource with its text.
    case resourceText(uri: String, String, mediaType: String?)
    /// A resource with its bytes.
    case resourceBytes(uri: String, [UInt8], mediaType: String?)
  }

  /// What the block holds.
  public var content: Content
  /// Members added to the block: `annotations`, `title`, `description`, `_meta`, ...
  public var members: JSONObject

  /// A block.
  public init(_ content: Content, members: JSONObject = [:]) {
    self.content = content
    self.members = members
  }

  /// Text.
  public static func text(_ text: String) -> Part { Part(.text(text)) }

  /// An image of a media type such as `image/png`.
  public static func image(_ data: [UInt8], mediaType: String) -> Part {
    Part(.image(data, mediaType: mediaType))
  }

  /// A sound of a media type such as `audio/wav`.
  public static func audio(_ data: [UInt8], mediaType: String) -> Part {
    Part(.audio(data, mediaType: mediaType))
  }

  /// A resource that can be read at its URI.
  public static func resourceLink(uri: String, name: String, mediaType: String? = nil) -> Part {
    Part(.resourceLink(uri: uri, name: name, mediaType: mediaType))
  }

  /// A resource with its text.
  public static func resource(uri: String, text: String, mediaType: String? = nil) -> Part {
    Part(.resourceText(uri: uri, text, mediaType: mediaType))
  }

  /// A resource with its bytes.
  public static func resource(uri: String, bytes: [UInt8], mediaType: String? = nil) -> Part {
    Part(.resourceBytes(uri: uri, bytes, mediaType: mediaType))
  }
}
