import JSON
import Testing

/// Damaged texts: nothing crashes, and what is accepted survives being written and read again.
struct JSONMutationTests {
  static let seeds = [
    #"{"jsonrpc":"2.0","id":17,"method":"tools/call","params":{"name":"a_b","arguments":{}}}"#,
    #"[null,true,false,0,-1.5e+10,"\u0041\ud83d\ude00\n",{"":{}},[[[]]],"é€😀"]"#,
    #"{"a":{"b":{"c":[1,2,{"d":"e"}]}},"f":[{},{},[]],"g":1E400}"#,
  ]
  static let alphabet =
    Array("{}[]\",:\\/ \n\tu0123456789abcdefDd8-+.eEtrunlfs\u{0}é😀".utf8) + [0xFF, 0xC0]

  static func mutated(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let place = Int.random(in: 0...bytes.count, using: &random)
      let other = Int.random(in: 0...bytes.count, using: &random)
      let span = min(place, other)..<max(place, other)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: place)
      case 1 where place < bytes.count: bytes.remove(at: place)
      case 2 where place < bytes.count: bytes[place] = alphabet.randomElement(using: &random) ?? 0
      case 3 where span.count < 40: bytes.insert(contentsOf: bytes[span], at: place)
      default: bytes.removeSubrange(span.prefix(8))
      }
    }
    return bytes
  }

  @Test(arguments: [true, false])
  func damage(_ refusesDuplicateKeys: Bool) throws {
    let limits = JSONLimits(maximumDepth: 16, refusesDuplicateKeys: refusesDuplicateKeys)
    var random = SeededGenerator(seed: 2024)
    var accepted = 0
    for round in 0..<30_000 {
      let seed = Array(Self.seeds[round % Self.seeds.count].utf8)
      let bytes = Self.mutated(seed, &random)
      guard let document = try? JSONDocument(parsing: bytes, limits: limits) else { continue }
      accepted += 1
      try check(document, limits)
    }
    #expect(accepted > 1000)
  }

  func check(_ document: JSONDocument, _ limits: JSONLimits) throws {
    let value = document.value(0)
    let written = value.serialized()
    let again = try JSONDocument(parsing: written)
    #expect(again.value(0) == value, "\(String(decoding: document.bytes, as: UTF8.self))")
    #expect(again.value(0).serialized() == written)
    var count = 0
    visit(0, of: document, limits, &count)
  }

  /// Every node is a text of its own, and members are found by their keys.
  func visit(_ node: Int, of document: JSONDocument, _ limits: JSONLimits, _ count: inout Int) {
    count += 1
    let part = try? JSONValue(parsing: Array(document.slice(node)), limits: limits)
    #expect(part == document.value(node))
    for element in document.elements(node) { visit(element, of: document, limits, &count) }
    for (key, value) in document.members(node) {
      let found = document.member(node, named: document.string(key) ?? "")
      #expect(limits.refusesDuplicateKeys ? found == value : found != nil)
      visit(value, of: document, limits, &count)
    }
  }

  /// Noise, mostly refused.
  @Test func noise() {
    var random = SeededGenerator(seed: 99)
    for _ in 0..<30_000 {
      let count = Int.random(in: 0...24, using: &random)
      let bytes = (0..<count).map { _ in Self.alphabet.randomElement(using: &random) ?? 0 }
      if let value = try? JSONValue(parsing: bytes) {
        #expect((try? JSONValue(parsing: value.serialized())) == value)
      }
      _ = try? JSONComments.strip(bytes)
    }
  }
}
