/// A URI template (RFC 6570), to tell which URIs are of its form. Percent-encoding is compared as
/// it stands.
///
/// `{a}` stands for one or more bytes without "/"; `{+a}` and `{a*}` also for "/"; `{.a}`, `{/a}`
/// and `{;a}` begin with their character; `{#a}`, `{?a}` and `{&a}` do so too, and may be missing.
struct URITemplate: Sendable, Equatable {
  /// What is wrong with a template, for people.
  struct Fault: Error, Equatable, CustomStringConvertible {
    let description: String
  }

  private enum Piece: Sendable, Equatable {
    case literal([UInt8])
    case expression(first: UInt8?, crossesSlashes: Bool, mayBeMissing: Bool)
  }

  /// The most expressions of a template.
  static let maximumExpressions = 64

  private var pieces: [Piece] = []

  init(_ text: String) throws(Fault) {
    let bytes = Array(text.utf8)
    var (next, expressions) = (0, 0)
    while next < bytes.count {
      let brace = bytes[next...].firstIndex { $0 == Self.open || $0 == Self.close } ?? bytes.count
      if brace > next { try appendLiteral(Array(bytes[next..<brace])) }
      guard brace < bytes.count else { return }
      guard bytes[brace] == Self.open,
        let end = bytes[brace...].firstIndex(of: Self.close)
      else {
        throw Fault(description: "the brace at byte \(brace) has no counterpart")
      }
      pieces.append(try Self.expression(bytes[(brace + 1)..<end]))
      expressions += 1
      guard expressions <= Self.maximumExpressions else {
        throw Fault(description: "it has more than \(Self.maximumExpressions) expressions")
      }
      next = end + 1
    }
  }

  private static let open = UInt8(ascii: "{")
  private static let close = UInt8(ascii: "}")
  private static let slash = UInt8(ascii: "/")

  private mutating func appendLiteral(_ bytes: [UInt8]) throws(Fault) {
    guard bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
      throw Fault(description: "it has a space or a control character; encode it with %")
    }
    pieces.append(.literal(bytes))
  }

  /// What stands between two braces.
  private static func expression(_ body: ArraySlice<UInt8>) throws(Fault) -> Piece {
    var names = body
    let character = names.first ?? 0
    let isOperator = "+#./;?&".utf8.contains(character)
    if isOperator { names = names.dropFirst() }
    let text = String(decoding: body, as: UTF8.self)
    for name in names.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      guard isVariable(name) else {
        throw Fault(
          description: "{\(text)} is no expression of RFC 6570, such as {id}, {+path} or {?q,page}")
      }
    }
    let mayBeMissing = "#?&".utf8.contains(character)
    let isExploded = names.contains(UInt8(ascii: "*"))
    return .expression(
      first: isOperator && character != UInt8(ascii: "+") ? character : nil,
      crossesSlashes: isExploded || mayBeMissing || character == UInt8(ascii: "+"),
      mayBeMissing: mayBeMissing)
  }

  /// A name, with "*" or ":" and a length after it.
  private static func isVariable(_ text: ArraySlice<UInt8>) -> Bool {
    var name = text
    if name.last == UInt8(ascii: "*") {
      name = name.dropLast()
    } else if let colon = name.firstIndex(of: UInt8(ascii: ":")) {
      let length = name[(colon + 1)...]
      guard (1...4).contains(length.count), length.allSatisfy(isDigit) else { return false }
      name = name[..<colon]
    }
    return !name.isEmpty && name.allSatisfy(isOfName)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "%"), UInt8(ascii: "-"):
      true
    default: isDigit(byte)
    }
  }

  /// What every URI of this form begins with.
  var literalPrefix: [UInt8] {
    if case .literal(let text) = pieces.first { text } else { [] }
  }

  /// Whether `uri` is of this form. The time is bounded by the product of the two lengths, whatever
  /// they are: where a piece can end is found for all places at once, so nothing is tried twice.
  func matches(_ uri: borrowing Span<UInt8>) -> Bool {
    var ends = [Bool](repeating: false, count: uri.count + 1)
    ends[0] = true
    for piece in pieces {
      switch piece {
      case .literal(let text): Self.advance(&ends, over: text, uri)
      case .expression(let first, let crossesSlashes, let mayBeMissing):
        let before = mayBeMissing ? ends : []
        if let first { Self.advance(&ends, over: [first], uri) }
        Self.advance(&ends, crossingSlashes: crossesSlashes, uri)
        for place in before.indices where before[place] { ends[place] = true }
      }
    }
    return ends[uri.count]
  }

  private static func stands(_ text: [UInt8], at place: Int, _ uri: borrowing Span<UInt8>) -> Bool {
    guard place + text.count <= uri.count else { return false }
    for index in text.indices where uri[place + index] != text[index] { return false }
    return true
  }

  /// From where pieces can end to where they can end with `text` after them.
  private static func advance(
    _ ends: inout [Bool], over text: [UInt8], _ uri: borrowing Span<UInt8>
  ) {
    for place in ends.indices.reversed() {
      let start = place - text.count
      ends[place] = start >= 0 && ends[start] && stands(text, at: start, uri)
    }
  }

  /// The same, with one or more bytes after them.
  private static func advance(
    _ ends: inout [Bool], crossingSlashes: Bool, _ uri: borrowing Span<UInt8>
  ) {
    var isWithin = false
    for place in ends.indices {
      let isStart = ends[place]
      ends[place] = isWithin
      guard place < uri.count else { return }
      isWithin = (isWithin || isStart) && (crossingSlashes || uri[place] != slash)
    }
  }
}
