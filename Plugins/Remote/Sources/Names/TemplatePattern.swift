/// Which URIs are of the form of a URI template (RFC 6570), to find the target that reads one. As
/// the host has it: `{a}` stands for one or more bytes without "/"; `{+a}` and `{a*}` also for "/";
/// `{.a}`, `{/a}` and `{;a}` begin with their character; `{#a}`, `{?a}` and `{&a}` do so too, and
/// may be missing.
struct TemplatePattern: Sendable, Equatable {
  private enum Piece: Sendable, Equatable {
    case literal([UInt8])
    case expression(first: UInt8?, crossesSlashes: Bool, mayBeMissing: Bool)
  }

  /// The most expressions, and the longest template and URI: matching takes at most the product.
  static let maximumExpressions = 64
  static let maximumBytes = 4_096

  private var pieces: [Piece] = []
  /// The names of what its expressions stand for.
  private(set) var variables: [String] = []

  /// Nil where the text is no template that the host would list.
  init?(_ text: String) {
    guard text.utf8.count <= Self.maximumBytes,
      text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
    else { return nil }
    var rest = Array(text.utf8)[...]
    while let byte = rest.first {
      if byte == UInt8(ascii: "{") {
        guard let end = rest.firstIndex(of: UInt8(ascii: "}")),
          let (piece, names) = Self.expression(rest[(rest.startIndex + 1)..<end])
        else { return nil }
        pieces.append(piece)
        variables += names
        rest = rest[(end + 1)...]
      } else {
        let literal = rest.prefix { $0 != UInt8(ascii: "{") }
        guard !literal.contains(UInt8(ascii: "}")) else { return nil }
        pieces.append(.literal(Array(literal)))
        rest = rest[literal.endIndex...]
      }
    }
    let expressions = pieces.count { if case .expression = $0 { true } else { false } }
    guard expressions <= Self.maximumExpressions else { return nil }
  }

  private static func expression(
    _ body: ArraySlice<UInt8>
  ) -> (piece: Piece, names: [String])? {
    var names = body
    let character = names.first ?? 0
    let isOperator = "+#./;?&".utf8.contains(character)
    if isOperator { names = names.dropFirst() }
    let parts = names.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard parts.allSatisfy({ name(of: $0) != nil }) else { return nil }
    let mayBeMissing = "#?&".utf8.contains(character)
    let isExploded = names.contains(UInt8(ascii: "*"))
    let piece = Piece.expression(
      first: isOperator && character != UInt8(ascii: "+") ? character : nil,
      crossesSlashes: isExploded || mayBeMissing || character == UInt8(ascii: "+"),
      mayBeMissing: mayBeMissing)
    return (piece, parts.compactMap(name))
  }

  /// A name, which may have "*" or ":" and a length after it.
  private static func name(of text: ArraySlice<UInt8>) -> String? {
    var name = text
    if name.last == UInt8(ascii: "*") {
      name = name.dropLast()
    } else if let colon = name.firstIndex(of: UInt8(ascii: ":")) {
      let length = name[(colon + 1)...]
      guard 1...4 ~= length.count, length.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
      name = name[..<colon]
    }
    let isName = name.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      default: "_.%".utf8.contains(byte)
      }
    }
    return isName && !name.isEmpty ? String(decoding: name, as: UTF8.self) : nil
  }

  /// Whether the URI is of that form.
  func matches(_ uri: String) -> Bool {
    guard uri.utf8.count <= Self.maximumBytes else { return false }
    let uri = Array(uri.utf8)
    // Where the pieces so far may have ended.
    var ends: Set<Int> = [0]
    for piece in pieces {
      switch piece {
      case .literal(let literal):
        ends = Set(ends.filter { uri[$0...].starts(with: literal) }.map { $0 + literal.count })
      case .expression(let first, let crossesSlashes, let mayBeMissing):
        ends = Self.ends(
          uri, from: ends, first: first, crossesSlashes: crossesSlashes, mayBeMissing)
      }
      if ends.isEmpty { return false }
    }
    return ends.contains(uri.count)
  }

  /// Where an expression may end that begins at one of `starts`.
  private static func ends(
    _ uri: [UInt8], from starts: Set<Int>, first: UInt8?, crossesSlashes: Bool,
    _ mayBeMissing: Bool
  ) -> Set<Int> {
    var ends: Set<Int> = []
    for start in starts {
      var place = start
      if let first {
        guard place < uri.count, uri[place] == first else { continue }
        place += 1
      }
      while place < uri.count, crossesSlashes || uri[place] != UInt8(ascii: "/") {
        place += 1
        // What lies beyond has been walked from another start.
        if !ends.insert(place).inserted { break }
      }
    }
    return mayBeMissing ? ends.union(starts) : ends
  }
}
