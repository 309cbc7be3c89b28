public import JSON

/// What is read of a resource.
public struct ResourceResult: Sendable, Equatable, InputRequiring {
  /// What it holds: one content, or several where the resource is a collection.
  public var contents: [ResourceContent]
  /// How long a client may keep it; nil: not at all.
  public var ttlMilliseconds: Int?
  /// Whether it is the same for every caller, so that one's copy may be given to another.
  public var isPublic = false
  /// The result's `_meta`.
  public var meta: JSONObject = [:]
  /// Where the client has to answer something first.
  public var inputRequired: InputRequired?

  /// A result with those contents.
  public init(_ contents: [ResourceContent]) { self.contents = contents }

  /// A text at the URI that was asked for.
  public static func text(_ text: String) -> ResourceResult {
    ResourceResult([ResourceContent(.text(text))])
  }

  /// Bytes at the URI that was asked for.
  public static func bytes(_ bytes: [UInt8]) -> ResourceResult {
    ResourceResult([ResourceContent(.bytes(bytes))])
  }

  /// The client is asked.
  public static func inputRequired(_ question: InputRequired) -> ResourceResult {
    var result = ResourceResult([])
    result.inputRequired = question
    return result
  }
}

/// One content of a resource. Bytes are raw: the host encodes base64.
public struct ResourceContent: Sendable, Equatable {
  /// What a content holds.
  public enum Data: Sendable, Equatable {
    /// A text.
    case text(String)
    /// Bytes.
    case bytes([UInt8])
  }

  /// What it holds.
  public var data: Data
  /// Where it is; nil: at the URI that was asked for.
  public var uri: String?
  /// Its media type; nil: as the resource lists it.
  public var mediaType: String?
  /// Members added to the object: `_meta`.
  public var members: JSONObject

  /// A content.
  public init(
    _ data: Data, uri: String? = nil, mediaType: String? = nil, members: JSONObject = [:]
  ) {
    self.data = data
    self.uri = uri
    self.mediaType = mediaType
    self.members = members
  }
}
