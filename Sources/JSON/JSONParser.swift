/// One pass over the bytes that builds the tape of a document, without recursion.
///
/// The bytes are borrowed for the parse only, and every read is checked against their count.
struct JSONParser {
  let input: UnsafeBufferPointer<UInt8>
  let limits: JSONLimits
  var position = 0
  private(set) var tape: [TapeNode] = []
  /// Tape index of the innermost open container, `none` outside of all.
  private var open = Self.none
  private var depth = 0
  /// Tape index of the value completed last: the one whose sibling comes next.
  private var last = 0

  private static let none = -1
  /// Typical JSON has one value in this many bytes or more; the tape grows where it has not.
  private static let bytesPerNode = 8
  private static let largestFirstReservation = 4096

  init(_ input: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
    self.input = input
    self.limits = limits
  }

  /// Parses the whole input and returns its tape.
  static func tape(
    of input: UnsafeBufferPointer<UInt8>, limits: JSONLimits
  ) throws(JSONError) -> [TapeNode] {
    var parser = JSONParser(input, limits: limits)
    try parser.run()
    return parser.tape
  }

  private mutating func run() throws(JSONError) {
    guard input.count <= limits.effectiveBytes else { throw tooLarge() }
    guard !startsWithByteOrderMark else { throw byteOrderMark() }
    let expected = input.count / Self.bytesPerNode + Self.bytesPerNode
    tape.reserveCapacity(min(expected, Self.largestFirstReservation))
    repeat {
      while try !completesValue() {}
    } while try stepsToNextValue()
    _ = skipWhitespace()
    guard position == input.count else { throw unexpected("the end of the text") }
  }

  /// The next byte, 0 at the end: no place of the grammar allows it.
  @inline(__always)
  var byte: UInt8 { position < input.count ? input[position] : 0 }

  /// Skips white space (RFC 8259 section 2) and returns the byte after it, 0 at the end.
  @inline(__always)
  private mutating func skipWhitespace() -> UInt8 {
    var found = byte
    while found <= 0x20, found == 0x20 || found == 0x0A || found == 0x0D || found == 0x09 {
      position &+= 1
      found = byte
    }
    return found
  }

  /// Reads a scalar or an empty container whole; opens any other container as far as its first
  /// value. Returns whether a value is complete.
  @inline(__always)
  private mutating func completesValue() throws(JSONError) -> Bool {
    switch skipWhitespace() {
    case UInt8(ascii: "\""): try appendString()
    case UInt8(ascii: "{"): return try opensEmptyObject()
    case UInt8(ascii: "["): return try opensEmptyArray()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try appendNumber()
    case UInt8(ascii: "t"): try appendLiteral("true", .true)
    case UInt8(ascii: "f"): try appendLiteral("false", .false)
    case UInt8(ascii: "n"): try appendLiteral("null", .null)
    default: throw unexpected("a value")
    }
    return true
  }

  /// After a value: closes the containers that end here and steps over a comma, and in an object
  /// over the key after it. Returns whether another value follows.
  @inline(__always)
  private mutating func stepsToNextValue() throws(JSONError) -> Bool {
    while open != Self.none {
      let isObject = tape[open].kind == .object
      switch skipWhitespace() {
      case UInt8(ascii: ","):
        position &+= 1
        tape[last].next = UInt32(truncatingIfNeeded: tape.count)
        if isObject { try appendKey() } else { tape[open].countOneMore() }
        return true
      case UInt8(ascii: "}") where isObject: try close()
      case UInt8(ascii: "]") where !isObject: try close()
      default: throw unexpected(isObject ? "\",\" or \"}\"" : "\",\" or \"]\"")
      }
    }
    return false
  }

  @inline(__always)
  private mutating func opensEmptyObject() throws(JSONError) -> Bool {
    try open(.object)
    if skipWhitespace() == UInt8(ascii: "}") {
      try close()
      return true
    }
    try appendKey()
    return false
  }

  @inline(__always)
  private mutating func opensEmptyArray() throws(JSONError) -> Bool {
    try open(.array)
    if skipWhitespace() == UInt8(ascii: "]") {
      try close()
      return true
    }
    tape[open].countOneMore()
    return false
  }

  @inline(__always)
  private mutating func open(_ kind: JSONKind) throws(JSONError) {
    guard depth < limits.effectiveDepth else { throw tooDeep() }
    depth &+= 1
    let parent = UInt32(truncatingIfNeeded: open)
    open = tape.count
    tape.append(TapeNode(kind, start: position, next: parent))
    position &+= 1
  }

  @inline(__always)
  private mutating func close() throws(JSONError) {
    position &+= 1
    let parent = Int(Int32(bitPattern: tape[open].next))
    tape[open].end = UInt32(truncatingIfNeeded: position)
    tape[open].next = 0
    if limits.refusesDuplicateKeys, tape[open].kind == .object, tape[open].count > 1 {
      try refuseDuplicateKeys(of: open)
    }
    last = open
    open = parent
    depth &-= 1
  }

  /// Reads a key and its colon.
  @inline(__always)
  private mutating func appendKey() throws(JSONError) {
    guard skipWhitespace() == UInt8(ascii: "\"") else { throw unexpected("a key in quotes") }
    tape[open].countOneMore()
    try appendString()
    tape[last].next = UInt32(truncatingIfNeeded: tape.count)
    guard skipWhitespace() == UInt8(ascii: ":") else { throw unexpected("\":\"") }
    position &+= 1
  }

  @inline(__always)
  private mutating func appendString() throws(JSONError) {
    let start = position
    let hasEscapes = try scanString()
    append(.string, from: start, flags: hasEscapes ? TapeNode.escapeFlag : 0)
  }

  @inline(__always)
  private mutating func appendNumber() throws(JSONError) {
    let start = position
    try scanNumber()
    append(.number, from: start)
  }

  @inline(__always)
  private mutating func appendLiteral(
    _ text: StaticString, _ kind: JSONKind
  ) throws(JSONError) {
    let start = position
    for index in 0..<text.utf8CodeUnitCount {
      guard byte == text.utf8Start[index] else { throw unexpected("\"\(text)\"") }
      position &+= 1
    }
    append(kind, from: start)
  }

  @inline(__always)
  private mutating func append(_ kind: JSONKind, from start: Int, flags: UInt32 = 0) {
    last = tape.count
    tape.append(TapeNode(kind, start: start, end: position, flags: flags))
  }

  private func refuseDuplicateKeys(of object: Int) throws(JSONError) {
    guard let key = DuplicateKeys.find(in: object, tape: tape, bytes: input) else { return }
    throw duplicate(tape[key])
  }
}
