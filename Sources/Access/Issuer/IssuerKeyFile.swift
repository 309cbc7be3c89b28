import Crypto
import Glibc
import JSON

/// The file of the issuer's keys. Secret.
///
/// ```
/// {"keys": [{"kid": "...", "created": 1800000000, "signsFrom": 1800000000, "key": "MIIE..."}]}
/// ```
///
/// `key` is the private key in DER (RSAPrivateKey, RFC 8017 appendix A.1.2), base64url. The file
/// is made when there is none, for its owner alone; processes that start at once make one between
/// them.
package struct IssuerKeyFile: Sendable {
  /// The largest file that is read, in bytes.
  private static let maximumBytes = 1_048_576

  /// Where it is.
  let path: String

  /// The file at that path.
  package init(path: String) { self.path = path }

  /// One key, for people.
  package struct Entry: Sendable, Equatable {
    package let id: String
    /// Seconds after 1970.
    package let created: Int64
    /// From when on it signs.
    package let signsFrom: Int64
    /// When it is published no more; nil for the last.
    package let end: Int64?
  }

  /// The keys that there are, oldest first.
  package func entries(tokenSeconds: Int64) throws(IssuerError) -> [Entry] {
    let ring = try read()
    return ring.keys.enumerated().map { index, key in
      let end = ring.retirement(index).map { $0 + tokenSeconds + IssuerKeyRing.graceSeconds }
      return Entry(id: key.id, created: key.created, signsFrom: key.signsFrom, end: end)
    }
  }

  /// Adds a key that signs from `signsFrom` on, and returns its id. The others stay as long as a
  /// token that they signed may hold; where `revokesOthers` they go at once, and with them all
  /// tokens.
  package func rotate(
    now: Int64, signsFrom: Int64, tokenSeconds: Int64, revokesOthers: Bool
  ) throws(IssuerError) -> String {
    // A new file would be another issuer's, such as that of a wrong folder.
    guard SmallFile.exists(path) else {
      throw IssuerError("\(path) is not there; it is made when a server with the issuer starts")
    }
    return try change { ring throws(IssuerError) in
      let key = try Self.make(now: now, signsFrom: signsFrom)
      ring.add(key, now: now, tokenSeconds: tokenSeconds, revokesOthers: revokesOthers)
      guard ring.keys.count <= IssuerKeyRing.maximumKeys else {
        throw IssuerError("there are \(IssuerKeyRing.maximumKeys) keys already; wait or revoke")
      }
      return key.id
    }
  }

  /// The keys, and the first one where there is no file yet.
  func readOrMake(now: Int64) throws(IssuerError) -> IssuerKeyRing {
    if SmallFile.exists(path) { return try read() }
    return try change { ring throws(IssuerError) in
      if ring.keys.isEmpty {
        let key = try Self.make(now: now, signsFrom: now)
        ring.add(key, now: now, tokenSeconds: 0)
      }
      return ring
    }
  }

  /// Whether others than its owner may read it.
  var isReadableByOthers: Bool {
    var entry = stat()
    return stat(path, &entry) == 0 && entry.st_mode & (S_IRGRP | S_IROTH) != 0
  }

  private static func make(now: Int64, signsFrom: Int64) throws(IssuerError) -> IssuerKey {
    do throws(CryptoError) {
      return try IssuerKey.make(now: now, signsFrom: signsFrom)
    } catch {
      throw IssuerError(error.description)
    }
  }

  /// Reads, changes and writes the file; whoever else wants to, waits.
  private func change<Result>(
    _ body: (inout IssuerKeyRing) throws(IssuerError) -> Result
  ) throws(IssuerError) -> Result {
    let result = try FileLock.hold(beside: path) { () throws(IssuerError) -> Result in
      var ring = SmallFile.exists(path) ? try read() : IssuerKeyRing(keys: [])
      let before = ring.keys.map(\.id)
      let result = try body(&ring)
      guard ring.keys.map(\.id) != before else { return result }
      guard SmallFile.replace(path, try Self.serialized(ring)) else {
        throw IssuerError("\(path) cannot be written")
      }
      return result
    }
    guard let result else {
      throw IssuerError("\(path) cannot be written: its folder is missing or not writable")
    }
    return result
  }

  // MARK: - Format

  /// Reads the file, which must be there.
  func read() throws(IssuerError) -> IssuerKeyRing {
    guard let bytes = SmallFile.read(path, maximumBytes: Self.maximumBytes) else {
      throw IssuerError("\(path) cannot be read, or is too large")
    }
    guard let entries = (try? JSONValue(parsing: bytes))?["keys"]?.array, !entries.isEmpty else {
      throw IssuerError("\(path) is no file of issuer keys: {\"keys\": [...]}")
    }
    guard entries.count <= IssuerKeyRing.maximumKeys else {
      throw IssuerError("\(path) has more than \(IssuerKeyRing.maximumKeys) keys")
    }
    var keys: [IssuerKey] = []
    for (index, entry) in entries.enumerated() {
      guard let key = Self.key(entry) else {
        throw IssuerError("\(path): keys.\(index) is not a key that the issuer wrote")
      }
      keys.append(key)
    }
    return IssuerKeyRing(keys: keys)
  }

  private static func key(_ entry: JSONValue) -> IssuerKey? {
    guard let id = entry["kid"]?.string, let created = entry["created"]?.integer,
      let start = entry["signsFrom"]?.integer, let text = entry["key"]?.string,
      var der = Base64URL.decode(text.utf8)
    else { return nil }
    defer { der.clear() }
    guard let pair = try? RSASigningKey(der: der[...]), (try? pair.verificationKey()) != nil,
      let key = try? IssuerKey(pair: pair, created: created, signsFrom: start), key.id == id
    else { return nil }
    return key
  }

  private static func serialized(_ ring: IssuerKeyRing) throws(IssuerError) -> [UInt8] {
    var entries: [JSONValue] = []
    for key in ring.keys {
      guard var der = try? key.pair.privateBytes() else {
        throw IssuerError("a private key could not be written")
      }
      defer { der.clear() }
      entries.append([
        "kid": .string(key.id), "created": .number(JSONNumber(key.created)),
        "signsFrom": .number(JSONNumber(key.signsFrom)), "key": .string(Base64URL.encode(der)),
      ])
    }
    return JSONValue.object(["keys": .array(entries)]).serialized()
  }
}
