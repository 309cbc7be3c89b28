import JSON

/// The keys of `_meta` that the protocol reserves.
enum MetadataKey {
  static let protocolVersion: StaticString = "io.modelcontextprotocol/protocolVersion"
  static let clientCapabilities: StaticString = "io.modelcontextprotocol/clientCapabilities"
  static let clientInfo: StaticString = "io.modelcontextprotocol/clientInfo"
  static let logLevel: StaticString = "io.modelcontextprotocol/logLevel"
  static let serverInfo: StaticString = "io.modelcontextprotocol/serverInfo"
  static let progressToken: StaticString = "progressToken"
  static let traceParent: StaticString = "traceparent"
  static let traceState: StaticString = "tracestate"
}

/// What `_meta` of a request says; every member as the node of its value.
struct RequestMetadata {
  typealias Node = JSONDocument.Node

  private(set) var protocolVersion: Node?
  private(set) var clientCapabilities: Node?
  private(set) var progressToken: Node?
  private(set) var traceParent: Node?
  private(set) var traceState: Node?
  private(set) var logLevel: LogLevel?

  /// Reads the legacy `_meta`, which may be missing and promises nothing: what does not fit is
  /// passed over.
  init(legacy meta: Node?, in document: borrowing JSONDocument) {
    guard let meta, document.kind(meta) == .object else { return }
    progressToken = document.member(meta, MetadataKey.progressToken)
    if let token = progressToken, !RequestID.isValid(document, token) { progressToken = nil }
    traceParent = document.member(meta, MetadataKey.traceParent)
    traceState = document.member(meta, MetadataKey.traceState)
  }

  /// Reads the modern `_meta` and checks it: both required keys, and the kind of every known one.
  init(modern meta: Node?, in document: borrowing JSONDocument) throws(ProtocolError) {
    guard let meta else {
      throw Self.fault("params must hold \"_meta\" with \(MetadataKey.protocolVersion)")
    }
    guard document.kind(meta) == .object else {
      throw Self.fault("params._meta must be an object, not \(document.kind(meta).phrase)")
    }
    for (key, value) in document.members(meta) { try read(key, value, in: document) }
    guard protocolVersion != nil else { throw Self.missing(MetadataKey.protocolVersion) }
    guard clientCapabilities != nil else { throw Self.missing(MetadataKey.clientCapabilities) }
  }

  private mutating func read(
    _ key: Node, _ value: Node, in document: borrowing JSONDocument
  ) throws(ProtocolError) {
    if document.equals(key, MetadataKey.protocolVersion) {
      try Self.require(.string, value, MetadataKey.protocolVersion, in: document)
      protocolVersion = value
    } else if document.equals(key, MetadataKey.clientCapabilities) {
      try Self.require(.object, value, MetadataKey.clientCapabilities, in: document)
      clientCapabilities = value
    } else if document.equals(key, MetadataKey.clientInfo) {
      try Self.require(.object, value, MetadataKey.clientInfo, in: document)
    } else if document.equals(key, MetadataKey.logLevel) {
      logLevel = try Self.level(value, in: document)
    } else if document.equals(key, MetadataKey.progressToken) {
      guard RequestID.isValid(document, value) else {
        throw Self.fault("progressToken in params._meta must be a string or an integer")
      }
      progressToken = value
    } else if document.equals(key, MetadataKey.traceParent) {
      traceParent = value
    } else if document.equals(key, MetadataKey.traceState) {
      traceState = value
    }
  }

  private static func level(
    _ value: Node, in document: borrowing JSONDocument
  ) throws(ProtocolError) -> LogLevel {
    guard let level = LogLevel(document, value) else {
      throw fault("\(MetadataKey.logLevel) in params._meta must be one of \(LogLevel.names)")
    }
    return level
  }

  private static func require(
    _ kind: JSONKind, _ value: Node, _ key: StaticString, in document: borrowing JSONDocument
  ) throws(ProtocolError) {
    guard document.kind(value) == kind else {
      throw fault("\(key) in params._meta must be \(kind.phrase)")
    }
  }

  private static func missing(_ key: StaticString) -> ProtocolError {
    fault("params._meta must hold \(key)")
  }

  private static func fault(_ message: String) -> ProtocolError {
    ProtocolError(.invalidParams, message)
  }
}
