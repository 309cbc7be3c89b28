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
      let header = "Mcp-Param-\(String(decoding: parameter.name, as: UTF8.self))"
      let given = values(of: parameter, fields.parameters)
      guard given.count <= 1 else {
        throw HeaderRules.fault("\(header) occurs more than once; send it once")
      }
      let argument = argument(parameter, arguments, document)
      try compare(parameter, header, given.first, argument, document)
    }
  }

  private static func values(
    of parameter: HeaderParameter, _ fields: [Field]
  ) -> [ArraySlice<UInt8>] {
    fields.filter { field in
      field.name.dropFirst(prefixLength).elementsEqual(parameter.name) { $0.lowercasedASCII == $1 }
    }.map(\.value)
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

  private static func compare(
    _ parameter: HeaderParameter, _ header: String, _ value: ArraySlice<UInt8>?,
    _ argument: JSONDocument.Node?, _ document: borrowing JSONDocument
  ) throws(ProtocolError) {
    let place = parameter.path.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
    guard let argument else {
      guard value == nil else {
        throw HeaderRules.fault(
          "\(header) is there but arguments.\(place) is not; send both or none")
      }
      return
    }
    guard let value else {
      throw HeaderRules.fault("\(header) is missing; it must repeat arguments.\(place)")
    }
    let said = try HeaderText.decode(value.trimmingWhitespace, header: header)
    guard isEqual(said, argument, parameter.kind, document) else {
      let expected = Array((document.string(argument) ?? raw(argument, document)).utf8)
      throw HeaderRules.mismatch(header, said[...], "arguments.\(place)", expected[...])
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
