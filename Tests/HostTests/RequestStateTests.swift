import Crypto
import Testing

@testable import Host

@Suite struct RequestStateTests {
  private static let now: Int64 = 1_795_344_928
  private static let secret = "a secret of two replicas, 32 bytes or more"

  private let binding = RequestState.Binding(
    principal: "ada", method: "tools/call", name: "greet", arguments: Array(#"{"a":1}"#.utf8))
  private let state = Array("where the plugin was".utf8)

  private func sealed(_ state: [UInt8]) throws -> String {
    try RequestState(secret: Self.secret).seal(state, binding: binding, now: Self.now)
  }

  private func opened(
    _ text: String, _ binding: RequestState.Binding? = nil, now: Int64 = now
  ) throws -> [UInt8]? {
    try RequestState(secret: Self.secret).open(text, binding: binding ?? self.binding, now: now)
  }

  @Test(arguments: [0, 1, 2, 3, 100, RequestState.maximumStateBytes])
  func aStateComesBackAsItWas(_ count: Int) throws {
    let state = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    let text = try sealed(state)
    #expect(try opened(text) == state)
    let isPlain = text.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
    }
    #expect(isPlain)
  }

  @Test func aStateThatIsTooLongIsRefused() throws {
    let state = [UInt8](repeating: 0, count: RequestState.maximumStateBytes + 1)
    let error = try #require(throws: RequestState.SealError.self) { try sealed(state) }
    #expect(error == .tooLong(65_537))
    #expect(error.description.contains("65537") && error.description.contains("65536"))
  }

  @Test func noTwoTextsAreTheSame() throws { #expect(try sealed(state) != sealed(state)) }

  @Test func everyChangedBitIsRefused() throws {
    let seal = try RequestState(secret: Self.secret)
    let text = try seal.seal(state, binding: binding, now: Self.now)
    let bytes = try #require(Base64URL.decode(text.utf8))
    for bit in 0..<bytes.count * 8 {
      var changed = bytes
      changed[bit / 8] ^= 1 << (bit % 8)
      let opened = seal.open(Base64URL.encode(changed), binding: binding, now: Self.now)
      #expect(opened == nil, "bit \(bit)")
    }
  }

  @Test func everyChangedCharacterIsRefused() throws {
    let seal = try RequestState(secret: Self.secret)
    let text = Array(try seal.seal(state, binding: binding, now: Self.now).utf8)
    for place in text.indices {
      for bit in 0..<8 {
        var changed = text
        changed[place] ^= 1 << bit
        let opened = seal.open(
          String(decoding: changed, as: UTF8.self), binding: binding, now: Self.now)
        #expect(opened == nil, "character \(place), bit \(bit)")
      }
    }
  }

  @Test func everyShorterTextIsRefused() throws {
    let seal = try RequestState(secret: Self.secret)
    let text = try seal.seal(state, binding: binding, now: Self.now)
    for count in 0..<text.utf8.count {
      let shorter = String(text.prefix(count))
      #expect(seal.open(shorter, binding: binding, now: Self.now) == nil)
    }
  }

  @Test(arguments: ["A", "AA", "AAA", "AAAA", "=", "==", " ", "\n", "\0", "."])
  func nothingMayBeAppended(_ tail: String) throws {
    for count in 18...21 {
      let text = try sealed([UInt8](repeating: 7, count: count))
      #expect(try opened(text) != nil)
      #expect(try opened(text + tail) == nil)
      #expect(try opened(tail + text) == nil)
    }
  }

  @Test func aStateServesNoOtherRequest() throws {
    let text = try sealed(state)
    let paths: [WritableKeyPath<RequestState.Binding, String>] = [\.principal, \.method, \.name]
    for path in paths {
      let own = binding[keyPath: path]
      for other in ["", "x", own + "x", String(own.dropLast())] {
        var changed = binding
        changed[keyPath: path] = other
        #expect(try opened(text, changed) == nil)
      }
    }
    for other in ["", "{}", #"{"a":2}"#, #"{"a":1} "#] {
      var changed = binding
      changed.arguments = Array(other.utf8)
      #expect(try opened(text, changed) == nil)
    }
  }

  @Test func textDoesNotMoveBetweenWhatItIsBoundTo() throws {
    let text = try sealed(state)
    var moved = binding
    moved.principal = "adatools"
    moved.method = "/call"
    #expect(try opened(text, moved) == nil)
    moved = binding
    moved.method = "tools/callg"
    moved.name = "reet"
    #expect(try opened(text, moved) == nil)
  }

  @Test func itExpires() throws {
    let text = try sealed(state)
    let end = Self.now + RequestState.lifetimeSeconds
    #expect(try opened(text, now: end - 1) == state)
    #expect(try opened(text, now: end) == nil)
    #expect(try opened(text, now: .max) == nil)
  }

  @Test func onlyTheSameSecretOpensIt() throws {
    let text = try sealed(state)
    for other in [Self.secret + "x", nil] {
      let seal = try RequestState(secret: other)
      #expect(seal.open(text, binding: binding, now: Self.now) == nil)
      let own = try seal.seal(state, binding: binding, now: Self.now)
      #expect(seal.open(own, binding: binding, now: Self.now) == state)
    }
    let first = try RequestState(secret: nil)
    let own = try first.seal(state, binding: binding, now: Self.now)
    #expect(try RequestState(secret: nil).open(own, binding: binding, now: Self.now) == nil)
  }

  @Test func whatIsLongerThanAnySealedTextIsRefused() throws {
    let text = try sealed([UInt8](repeating: 0, count: RequestState.maximumStateBytes))
    #expect(try opened(text + "AAAA") == nil)
    #expect(try opened(String(repeating: "A", count: 10_000_000)) == nil)
  }
}
