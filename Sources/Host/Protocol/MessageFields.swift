import HTTPServer
import MCP

extension HTTPMessageFields {
  /// What MCP asks of a request's header fields, found in one pass over them.
  init(_ request: borrowing HTTPRequest) {
    var protocolVersion = HeaderValue.absent
    var method = HeaderValue.absent
    var name = HeaderValue.absent
    var accept: ArraySlice<UInt8>?
    var contentType: ArraySlice<UInt8>?
    var parameters: [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] = []
    for index in 0..<request.fieldCount {
      // The length first: it tells most fields apart without a look at their bytes.
      switch request.fieldNameCount(index) {
      case 6 where request.isField(index, "accept"):
        Self.add(request.fieldValue(index), to: &accept)
      case 8 where request.isField(index, "mcp-name"): name.add(request.fieldValue(index))
      case 10 where request.isField(index, "mcp-method"): method.add(request.fieldValue(index))
      case 12 where request.isField(index, "content-type"):
        contentType = request.fieldValue(index)
      case 20 where request.isField(index, "mcp-protocol-version"):
        protocolVersion.add(request.fieldValue(index))
      case 11... where request.isField(index, startingWith: "mcp-param-"):
        parameters.append((request.fieldName(index), request.fieldValue(index)))
      default: continue
      }
    }
    self.init(
      protocolVersion: protocolVersion, method: method, name: name, accept: accept,
      contentType: contentType, parameters: parameters)
  }

  /// Several Accept fields are one list (RFC 9110 section 5.3).
  private static func add(_ found: ArraySlice<UInt8>, to value: inout ArraySlice<UInt8>?) {
    if let before = value {
      value = before + [UInt8(ascii: ",")] + found
    } else {
      value = found
    }
  }
}

extension HeaderValue {
  /// What a request says in a field that may occur once.
  init(_ request: borrowing HTTPRequest, _ lowercaseName: StaticString) {
    self = .absent
    for index in 0..<request.fieldCount where request.isField(index, lowercaseName) {
      add(request.fieldValue(index))
    }
  }

  /// One more field of that name.
  fileprivate mutating func add(_ value: ArraySlice<UInt8>) {
    if case .absent = self {
      self = .one(value)
    } else {
      self = .repeated
    }
  }
}
