import HTTPServer
import MCP

/// What MCP asks of a request's header fields, found in one pass over them.
enum MessageFields {
  private static let parameterPrefix: StaticString = "mcp-param-"

  /// What the protocol looks at, and the id of the session; nil where there is none that counts.
  static func read(
    _ request: borrowing HTTPRequest
  ) -> (fields: HTTPMessageFields, session: SessionID?) {
    var fields = HTTPMessageFields()
    var session: SessionID?
    for index in 0..<request.fieldCount {
      let name = request.fieldName(index)
      switch name.count {
      case 6 where name.isField("accept"): add(request.fieldValue(index), to: &fields.accept)
      case 8 where name.isField("mcp-name"): set(&fields.name, request.fieldValue(index))
      case 10 where name.isField("mcp-method"): set(&fields.method, request.fieldValue(index))
      case 12 where name.isField("content-type"): fields.contentType = request.fieldValue(index)
      case 14 where name.isField("mcp-session-id"):
        session = SessionID(request.fieldValue(index))
      case 20 where name.isField("mcp-protocol-version"):
        set(&fields.protocolVersion, request.fieldValue(index))
      case 11... where name.prefix(parameterPrefix.utf8CodeUnitCount).isField(parameterPrefix):
        fields.parameters.append((name, request.fieldValue(index)))
      default: continue
      }
    }
    return (fields, session)
  }

  /// A field that may occur once.
  static func single(_ request: borrowing HTTPRequest, _ lowercaseName: StaticString) -> HeaderValue
  {
    var value = HeaderValue.absent
    for index in 0..<request.fieldCount where request.fieldName(index).isField(lowercaseName) {
      set(&value, request.fieldValue(index))
    }
    return value
  }

  private static func set(_ value: inout HeaderValue, _ found: ArraySlice<UInt8>) {
    if case .absent = value {
      value = .one(found)
    } else {
      value = .repeated
    }
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

extension ArraySlice<UInt8> {
  /// Whether this is that field name, which is given in small letters, in any case.
  fileprivate func isField(_ lowercaseName: StaticString) -> Bool {
    guard count == lowercaseName.utf8CodeUnitCount else { return false }
    return withUnsafeBufferPointer { bytes in
      for index in 0..<bytes.count {
        let byte = bytes[index]
        let isCapital = byte &- 65 < 26
        if (isCapital ? byte | 32 : byte) != lowercaseName.utf8Start[index] { return false }
      }
      return true
    }
  }
}
