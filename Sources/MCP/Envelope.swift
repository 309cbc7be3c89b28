import JSON

/// The JSON-RPC 2.0 frame of one message, checked.
struct Envelope {
  typealias Node = JSONDocument.Node

  enum Shape: Equatable {
    case request
    case notification
    case response
  }

  let shape: Shape
  /// The name of the method; the message itself in a response.
  let method: Node
  /// `params`, of whatever kind; nil where there are none.
  let params: Node?
  /// `params._meta`, of whatever kind.
  let meta: Node?
  /// `_meta` names a protocol version: the mark of the modern era.
  let namesVersion: Bool

  /// Reads the frame around `node`.
  ///
  /// Unknown members are ignored. `"params": null` counts as no parameters, since some legacy
  /// clients write it; a modern request fails without its `_meta` all the same.
  init(
    _ document: borrowing JSONDocument, _ node: Node, id: RequestID
  ) throws(ProtocolError) {
    guard document.kind(node) == .object else {
      throw ProtocolError(
        .invalidRequest, "a message must be a JSON object, not \(document.kind(node).phrase)")
    }
    guard let version = document.member(node, "jsonrpc"), document.equals(version, "2.0") else {
      throw ProtocolError(.invalidRequest, "\"jsonrpc\" must be the string \"2.0\"")
    }
    if let method = document.member(node, "method") {
      guard id != .invalid else {
        throw ProtocolError(.invalidRequest, "\"id\" must be a string or an integer")
      }
      guard document.kind(method) == .string else {
        throw ProtocolError(
          .invalidRequest, "\"method\" must be a string, not \(document.kind(method).phrase)")
      }
      shape = id == .absent ? .notification : .request
      self.method = method
    } else if document.member(node, "result") != nil || document.member(node, "error") != nil {
      shape = .response
      method = node
    } else {
      throw ProtocolError(.invalidRequest, "a request or notification needs \"method\"")
    }
    params = Self.params(document, node)
    meta = Self.member(document, params, "_meta")
    namesVersion = Self.member(document, meta, MetadataKey.protocolVersion) != nil
  }

  private static func params(_ document: borrowing JSONDocument, _ node: Node) -> Node? {
    guard let params = document.member(node, "params"), document.kind(params) != .null else {
      return nil
    }
    return params
  }

  private static func member(
    _ document: borrowing JSONDocument, _ object: Node?, _ key: StaticString
  ) -> Node? {
    guard let object else { return nil }
    return document.member(object, key)
  }

  /// Passes parameters that are an object or absent.
  func checkParams(in document: borrowing JSONDocument) throws(ProtocolError) {
    guard let params, document.kind(params) != .object else { return }
    throw ProtocolError(
      .invalidParams, "\"params\" must be an object, not \(document.kind(params).phrase)")
  }
}
