import Glibc
import JSON
import Testing

@testable import Access
@testable import Crypto

/// Which key signs, which ones are published, and the file that they are in.
@Suite struct IssuerKeyTests {
  private static let pairs = (0..<3).compactMap { _ in try? RSASigningKey() }
  private static let hour: Int64 = 3_600

  private func key(_ index: Int, created: Int64, signsFrom: Int64) throws -> IssuerKey {
    try IssuerKey(pair: Self.pairs[index], created: created, signsFrom: signsFrom)
  }

  private func ids(_ ring: IssuerKeyRing, at now: Int64) -> [String] {
    ring.published(now: now, tokenSeconds: Self.hour).map(\.id)
  }

  @Test func theIDIsTheThumbprint() throws {
    // RFC 7638 section 3.1.
    let modulus =
      "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_"
      + "BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_"
      + "FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4"
      + "vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
    let id = try IssuerKey.thumbprint(
      modulus: try #require(Base64URL.decode(modulus.utf8)), exponent: [1, 0, 1])
    #expect(id == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
  }

  @Test func aNewKeyIsPublishedBeforeItSigns() throws {
    let (old, new) = (
      try key(0, created: 0, signsFrom: 0), try key(1, created: 1_000, signsFrom: 1_300)
    )
    var ring = IssuerKeyRing(keys: [old])
    ring.add(new, now: 1_000, tokenSeconds: Self.hour)
    #expect(ids(ring, at: 1_000) == [old.id, new.id])
    #expect(ring.signing(now: 1_299)?.id == old.id)
    #expect(ring.signing(now: 1_300)?.id == new.id)
    let end = 1_300 + Self.hour + IssuerKeyRing.graceSeconds
    #expect(ids(ring, at: end - 1) == [old.id, new.id])
    #expect(ids(ring, at: end) == [new.id])
  }

  @Test func aKeyThatIsAddedAtOnceReplacesTheOneThatWaits() throws {
    let keys = [
      try key(0, created: 0, signsFrom: 0), try key(1, created: 1_000, signsFrom: 1_300),
      try key(2, created: 1_001, signsFrom: 1_001),
    ]
    let ring = IssuerKeyRing(keys: keys)
    #expect(ring.signing(now: 1_000)?.id == keys[0].id)
    #expect(ring.signing(now: 1_001)?.id == keys[2].id)
    #expect(ring.signing(now: 9_999)?.id == keys[2].id)
    #expect(ring.retirement(0) == 1_001 && ring.retirement(2) == nil)
  }

  @Test func whatIsLeftOfNothingIsDropped() throws {
    var ring = IssuerKeyRing(keys: [
      try key(0, created: 0, signsFrom: 0), try key(1, created: 10, signsFrom: 10),
    ])
    let late = 10 + Self.hour + IssuerKeyRing.graceSeconds
    ring.add(try key(2, created: late, signsFrom: late), now: late, tokenSeconds: Self.hour)
    #expect(ring.keys.map(\.created) == [10, late])
    ring.add(
      try key(0, created: late, signsFrom: late), now: late, tokenSeconds: Self.hour,
      revokesOthers: true)
    #expect(ring.keys.map(\.id) == [try key(0, created: 0, signsFrom: 0).id])
  }

  @Test func aClockThatWentBackStillHasAKey() throws {
    let ring = IssuerKeyRing(keys: [try key(0, created: 500, signsFrom: 500)])
    #expect(ring.signing(now: 0)?.id == ring.keys[0].id)
  }

  @Test func theKeySetHasPublicNumbersOnly() throws {
    let ring = IssuerKeyRing(keys: [try key(0, created: 0, signsFrom: 0)])
    let bytes = ring.keySet(now: 0, tokenSeconds: Self.hour)
    let keys = try JSONValue(parsing: bytes)["keys"]?.array
    let names = keys?.first?.object?.keys.sorted()
    #expect(names == ["alg", "e", "kid", "kty", "n", "use"])
    #expect(try JSONWebKeySet(parsing: bytes).keys[ring.keys[0].id] != nil)
  }

  @Test func theFileIsMadeOnceAndReadAgain() throws {
    let folder = try TemporaryFolder()
    let file = IssuerKeyFile(path: folder.path + "/keys.json")
    #expect(throws: IssuerError.self) {
      try file.rotate(now: 0, signsFrom: 0, tokenSeconds: Self.hour, revokesOthers: false)
    }
    let made = try file.readOrMake(now: 100)
    #expect(try file.readOrMake(now: 200).keys.map(\.id) == made.keys.map(\.id))
    #expect(!file.isReadableByOthers)
    let id = try file.rotate(
      now: 200, signsFrom: 500, tokenSeconds: Self.hour, revokesOthers: false)
    let end = 500 + Self.hour + IssuerKeyRing.graceSeconds
    #expect(
      try file.entries(tokenSeconds: Self.hour) == [
        .init(id: made.keys[0].id, created: 100, signsFrom: 100, end: end),
        .init(id: id, created: 200, signsFrom: 500, end: nil),
      ])
    _ = try file.rotate(now: 200, signsFrom: 200, tokenSeconds: Self.hour, revokesOthers: true)
    #expect(try file.read().keys.count == 1)
  }

  @Test(arguments: [
    "", "{}", #"{"keys": []}"#, #"{"keys": [{}]}"#,
    #"{"keys": [{"kid": "a", "created": 0, "signsFrom": 0, "key": "AAAA"}]}"#,
  ])
  func otherFilesAreRefused(_ text: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/keys.json"
    #expect(SmallFile.replace(path, Array(text.utf8)))
    #expect(throws: IssuerError.self) { try IssuerKeyFile(path: path).readOrMake(now: 0) }
  }

  @Test func aKeyUnderAnotherIDIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/keys.json"
    _ = try IssuerKeyFile(path: path).readOrMake(now: 0)
    let good = String(
      decoding: SmallFile.read(path, maximumBytes: 1 << 20) ?? [], as: UTF8.self)
    let wrong = good.split(separator: "\"kid\":\"").joined(separator: "\"kid\":\"x")
    #expect(wrong != good)
    #expect(SmallFile.replace(path, Array(wrong.utf8)))
    #expect(throws: IssuerError.self) { try IssuerKeyFile(path: path).read() }
  }
}

/// A folder that goes with the test.
final class TemporaryFolder {
  let path: String

  init() throws {
    var name = Array("/tmp/toolrack-test-XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else { throw IssuerError("there is no temporary folder") }
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in ["keys.json", "keys.json.lock", "clients.json", "clients.json.last-use"] {
      unlink("\(path)/\(name)")
    }
    rmdir(path)
  }
}
