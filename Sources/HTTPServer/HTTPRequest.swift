/// One whole request. A value with its own bytes: keep it as long as you like, on any thread.
package struct HTTPRequest: Sendable {
  /// The method; `methodBytes` has the spelling of any other.
  package var method: HTTPMethod { line.method }
  /// True for HTTP/1.0.
  package var isHTTP10: Bool { line.isHTTP10 }
  /// The content, chunked encoding undone; empty when there was none.
  package var body: [UInt8]

  let line: RequestLine
  private let head: [UInt8]
  private let lines: [FieldLine]
  private let host: Range<Int>?

  /// A request whose parts lie in `head`.
  init(
    head: [UInt8], line: RequestLine, fields: [FieldLine], host: Range<Int>?, body: [UInt8]
  ) {
    self.head = head
    self.line = line
    self.lines = fields
    self.host = host
    self.body = body
  }

  /// The method as it was sent.
  package var methodBytes: ArraySlice<UInt8> { head[line.methodRange] }
  /// The target's path as it was sent, percent-encoding included; `*` for `OPTIONS *`.
  package var path: ArraySlice<UInt8> { head[line.path] }
  /// What follows the first `?` of the target, nil without one.
  package var query: ArraySlice<UInt8>? { line.query.map { head[$0] } }
  /// `path` as text.
  package var pathString: String { String(decoding: path, as: UTF8.self) }
  /// Host and port that the request is for: of the target where it is a whole URI, else of the
  /// Host field (RFC 9112 section 3.2.2). Nil only in HTTP/1.0.
  package var authority: ArraySlice<UInt8>? { (line.authority ?? host).map { head[$0] } }

  /// Whether the path is exactly `text`, compared byte by byte. Allocates nothing.
  package func isPath(_ text: StaticString) -> Bool { head.span.equals(line.path, text) }

  /// How many header fields there are.
  package var fieldCount: Int { lines.count }
  /// The name of field `index`, in the case it was sent.
  package func fieldName(_ index: Int) -> ArraySlice<UInt8> { head[lines[index].name] }
  /// The length of that name in bytes.
  package func fieldNameCount(_ index: Int) -> Int { lines[index].name.count }
  /// Whether field `index` has that name, which is given in small letters, in any case. Unlike a
  /// comparison with `fieldName`, it retains nothing.
  package func isField(_ index: Int, _ lowercaseName: StaticString) -> Bool {
    head.span.equalsIgnoringCase(lines[index].name, lowercaseName)
  }
  /// The same for how the name begins.
  package func isField(_ index: Int, startingWith lowercasePrefix: StaticString) -> Bool {
    let name = lines[index].name.prefix(lowercasePrefix.utf8CodeUnitCount)
    return head.span.equalsIgnoringCase(name, lowercasePrefix)
  }
  /// The value of field `index` without blanks at its ends.
  package func fieldValue(_ index: Int) -> ArraySlice<UInt8> { head[lines[index].value] }

  /// The value of the first field of that name, which is given in small letters. Names match in
  /// any case. Copies nothing.
  package func field(_ lowercaseName: StaticString) -> ArraySlice<UInt8>? {
    let bytes = head.span
    for line in lines where bytes.equalsIgnoringCase(line.name, lowercaseName) {
      return head[line.value]
    }
    return nil
  }

  /// The values of all fields of that name, in their order.
  package func fields(_ lowercaseName: StaticString) -> [ArraySlice<UInt8>] {
    var values: [ArraySlice<UInt8>] = []
    for line in lines where head.span.equalsIgnoringCase(line.name, lowercaseName) {
      values.append(head[line.value])
    }
    return values
  }

  /// `field` as text; bytes that are not UTF-8 become U+FFFD.
  package func fieldString(_ lowercaseName: StaticString) -> String? {
    field(lowercaseName).map { String(decoding: $0, as: UTF8.self) }
  }
}
