import JSON

/// Compares the headers `Mcp-Param-*` of a modern tools/call with its arguments.
enum HeaderParameterRules {
  typealias Field = (name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)

  private static let prefixLength = "Mcp-Param-".utf8.count

  /// Checks each annotated argument: a present one must be in its header, an absent one not.
  static func check(
    _ parameters: [HeaderParameter], arguments: JSONDocument.Node?,
    fields: borrowing HTTPMessageFields, in document: borrowing JSONDocument
  ) throws(ProtocolError) {
    for parameter in parameters {
      let given = try value(of: parameter, fields.parameters)
      let argument = argument(parameter, arguments, document)
      if repeats(given, argument, document) { continue }
      try compare(parameter, given, argument, document)
    }
  }

  /// The header's value; nil where the request does not have it.
  private static func value(
    of parameter: HeaderParameter, _ fields: [Field]
  ) throws(ProtocolError) -> ArraySlice<UInt8>? {
    var found: ArraySlice<UInt8>?
    for field in fields where isHeader(field.name, of: parameter) {
      guard found == nil else {
        throw HeaderRules.fault("\(parameter.header) occurs more than once; send it once")
      }
      found = field.value
    }
    return found
  }

  private static func isHeader(_ name: ArraySlice<UInt8>, of parameter: HeaderParameter) -> Bool {
    name.dropFirst(prefixLength).elementsEqual(parameter.name) { $0.lowercasedASCII == $1 }
  }

  /// The argument's value; nil where it is absent or null.
  private static func argument(
    _ parameter: HeaderParameter, _ arguments: JSONDocument.Node?,
    _ document: borrowing JSONDocument
  ) -> JSONDocument.Node? {
    guard var node = arguments else { return nil }
    for key in parameter.path {
      guard let member = document.member(node, key) else { return nil }
      node = member
    }
    return document.kind(node) == .null ? nil : node
  }

  /// Whether the header has the very bytes of a string, and they mean the same there.
  private static func repeats(
    _ value: ArraySlice<UInt8>?, _ argument: JSONDocument.Node?,
    _ document: borrowing JSONDocument
  ) -> Bool {
    guard let value, let argument, let body = document.rawStringBody(argument) else { return false }
    return value.equals(document.bytes, body) && HeaderText.standsForItself(value)
  }

  private static func compare(
    _ parameter: HeaderParameter, _ value: ArraySlice<UInt8>?, _ argument: JSONDocument.Node?,
    _ document: borrowing JSONDocument
  ) throws(ProtocolError) {
    guard let argument else {
      guard value == nil else {
        throw HeaderRules.fault(
          "\(parameter.header) is there but \(parameter.place) is not; send both or none")
      }
      return
    }
    guard let value else {
      throw HeaderRules.fault("\(parameter.header) is missing; it must repeat \(parameter.place)")
    }
    let said = try HeaderText.decode(value.trimmingWhitespace, header: parameter.header)
    guard isEqual(said, argument, parameter.kind, document) else {
      let expected = Array((document.string(argument) ?? raw(argument, document)).utf8)
      throw HeaderRules.mismatch(parameter.header, said[...], parameter.place, expected[...])
    }
  }

  private static func raw(_ node: JSONDocument.Node, _ document: borrowing JSONDocument) -> String {
    String(decoding: document.bytes[document.range(node)], as: UTF8.self)
  }

  /// Integers are compared as numbers, whatever their spelling; an argument of another type than
  /// the schema says, by its JSON, and is left to the schema's own check.
  private static func isEqual(
    _ said: [UInt8], _ node: JSONDocument.Node, _ kind: HeaderParameter.Kind,
    _ document: borrowing JSONDocument
  ) -> Bool {
    if let text = document.string(node) { return said.elementsEqual(text.utf8) }
    if kind == .integer, said.allSatisfy(isOfNumber), let number = document.double(node) {
      let text = String(decoding: said, as: UTF8.self)
      if let exact = document.integer(node), let other = Int64(text) { return exact == other }
      if number.magnitude < largestExact, number == number.rounded(), let other = Double(text) {
        return number == other
      }
    }
    return said[...] == document.bytes[document.range(node)]
  }

  /// Below it every integer has a double of its own.
  private static let largestExact = 0x1p53

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte)
  }
}

extension HeaderParameter {
  /// The header's name, for people.
  fileprivate var header: String { "Mcp-Param-\(String(decoding: name, as: UTF8.self))" }

  /// Where the argument stands, for people.
  fileprivate var place: String {
    (["arguments"] + path.map { String(decoding: $0, as: UTF8.self) }).joined(separator: ".")
  }
}
