import Crypto
import JSON

/// The public keys of an issuer (RFC 7517 section 5), by their ids.
struct JSONWebKeySet: Sendable {
  /// The most keys that are looked at.
  static let maximumKeys = 64
  /// The longest set that is read.
  static let maximumBytes = 262_144

  let keys: [String: VerificationKey]

  /// No keys.
  init() { keys = [:] }

  /// Reads a set. Keys for other uses, of other kinds, without an id and too weak ones are passed
  /// over; a set with a secret key in it, or with two keys of one id, is refused as a whole,
  /// because whoever made it erred about what it is for.
  init(parsing bytes: [UInt8]) throws(KeySetError) {
    let limits = JSONLimits(maximumDepth: 16, maximumBytes: Self.maximumBytes)
    guard let document = try? JSONDocument(parsing: bytes, limits: limits),
      let list = document.member(document.root, "keys"), document.kind(list) == .array
    else { throw KeySetError("the key set is not a JSON object with an array \"keys\"") }
    guard document.count(list) <= Self.maximumKeys else {
      throw KeySetError("the key set has more than \(Self.maximumKeys) keys")
    }
    var keys: [String: VerificationKey] = [:]
    var ids: Set<String> = []
    for node in document.elements(list) {
      let entry = KeyEntry(document: document, node: node)
      guard entry.text("kty") != "oct", entry.text("k") == nil, entry.text("d") == nil else {
        throw KeySetError("the key set has a secret key in it")
      }
      guard let id = entry.text("kid") else { continue }
      guard ids.insert(id).inserted else {
        throw KeySetError("the key set has two keys with one id")
      }
      keys[id] = entry.key
    }
    self.keys = keys
  }
}

/// Why a key set, or what leads to it, cannot be used.
struct KeySetError: Error, Sendable, Equatable {
  /// One sentence for people.
  let text: String

  init(_ text: String) { self.text = text }
}

/// One entry of a set.
private struct KeyEntry {
  let document: JSONDocument
  let node: JSONDocument.Node

  func text(_ member: StaticString) -> String? {
    document.member(node, member).flatMap { document.string($0) }
  }

  /// The key, where it is one that checks signatures by an algorithm that is served.
  var key: VerificationKey? {
    guard document.kind(node) == .object, text("use") ?? "sig" == "sig", verifies else {
      return nil
    }
    let key: VerificationKey? =
      switch (text("kty"), text("crv")) {
      case ("RSA", _): rsaKey
      case ("EC", "P-256"): p256Key
      default: nil
      }
    guard let key, let name = text("alg") else { return key }
    return name == (key.algorithm == .rs256 ? "RS256" : "ES256") ? key : nil
  }

  private var verifies: Bool {
    guard let operations = document.member(node, "key_ops") else { return true }
    return document.elements(operations).contains { document.equals($0, "verify") }
  }

  private var rsaKey: VerificationKey? {
    guard let modulus = number("n"), let exponent = number("e") else { return nil }
    return try? VerificationKey(rsaModulus: modulus[...], exponent: exponent[...])
  }

  private var p256Key: VerificationKey? {
    guard let x = number("x"), let y = number("y") else { return nil }
    return try? VerificationKey(p256X: x[...], y: y[...])
  }

  private func number(_ member: StaticString) -> [UInt8]? {
    text(member).flatMap { Base64URL.decode($0.utf8) }
  }
}
