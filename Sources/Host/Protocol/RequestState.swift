import Crypto

/// Seals the state that a plugin has a client keep between two rounds of a request (MCP 2026-07-28,
/// multi-round-trip requests): the client can read it, but neither change it nor use it elsewhere.
///
/// The text is base64url of a version, the second it expires in, a random number, the state, and an
/// HMAC-SHA-256 over these and what the state is bound to. Any thread.
struct RequestState: Sendable {
  /// The longest state of a plugin.
  static let maximumStateBytes = 64 * 1024
  /// How long a client may take to answer.
  static let lifetimeSeconds: Int64 = 3600

  /// The request that a state belongs to; another one cannot use it.
  struct Binding: Sendable {
    /// Who asks; empty where nobody is known.
    var principal: String
    /// The method, such as "tools/call".
    var method: String
    /// The tool or prompt, or the URI of the resource.
    var name: String
    /// What the client passes, in a form that is the same in each round.
    var arguments: [UInt8]
  }

  /// Why a state cannot be sealed; the description is for people.
  enum SealError: Error, Equatable, CustomStringConvertible {
    /// It has so many bytes.
    case tooLong(Int)
    /// libcrypto could not do it.
    case crypto(CryptoError)

    var description: String {
      switch self {
      case .tooLong(let count):
        "its state has \(count) bytes, and at most \(maximumStateBytes) may be kept by a client"
      case .crypto(let error): error.description
      }
    }
  }

  private static let version: UInt8 = 1
  private static let nonceBytes = 16
  private static let headBytes = 1 + 8 + nonceBytes
  private static let longestText = Base64URL.textCount(
    byteCount: headBytes + maximumStateBytes + HMACSHA256.byteCount)

  private let key: Key

  /// Seals with a key that a secret gives, the same in every process that has it, or, without one,
  /// with a key of this process alone.
  ///
  /// - Parameter secret: at least 32 bytes that nobody can guess.
  init(secret: String?) throws(CryptoError) {
    if let problem = CryptoLibrary.problem() { throw CryptoError(problem) }
    key =
      if let secret {
        try Key(derivedFrom: Array(secret.utf8).span)
      } else {
        try Key(randomByteCount: HMACSHA256.byteCount)
      }
  }

  /// The text for the client: letters, digits, "-" and "_".
  ///
  /// - Parameter now: seconds since 1970.
  func seal(
    _ state: [UInt8], binding: Binding, now: Int64
  ) throws(SealError) -> String {
    guard state.count <= Self.maximumStateBytes else { throw .tooLong(state.count) }
    do {
      var sealed: [UInt8] = [Self.version]
      sealed.reserveCapacity(Self.headBytes + state.count + HMACSHA256.byteCount)
      sealed.append(bigEndian: UInt64(bitPattern: now + Self.lifetimeSeconds))
      sealed += try RandomBytes.make(Self.nonceBytes)
      sealed += state
      sealed += try code(of: sealed[...], binding)
      return Base64URL.encode(sealed)
    } catch {
      throw .crypto(error)
    }
  }

  /// The state in a text that `seal` gave for the same request, unless it has expired; nil for any
  /// other text.
  ///
  /// - Parameter now: seconds since 1970.
  func open(_ text: String, binding: Binding, now: Int64) -> [UInt8]? {
    guard text.utf8.count <= Self.longestText, let sealed = Base64URL.decode(text.utf8),
      sealed.count >= Self.headBytes + HMACSHA256.byteCount, sealed[0] == Self.version
    else { return nil }
    let end = sealed.count - HMACSHA256.byteCount
    guard let code = try? code(of: sealed[..<end], binding),
      ConstantTime.equal(code[...], sealed[end...])
    else { return nil }
    let expiry = sealed[1..<9].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard now < Int64(bitPattern: expiry) else { return nil }
    return Array(sealed[Self.headBytes..<end])
  }

  private func code(
    of sealed: ArraySlice<UInt8>, _ binding: Binding
  ) throws(CryptoError) -> [UInt8] {
    let digest = try SHA256.digest(of: binding.arguments.span)
    var bound: [UInt8] = []
    for text in [binding.principal, binding.method, binding.name] {
      bound.append(bigEndian: UInt64(text.utf8.count))
      bound += text.utf8
    }
    bound.append(bigEndian: UInt64(digest.count))
    bound += digest
    var length: [UInt8] = []
    length.append(bigEndian: UInt64(sealed.count))
    return try HMACSHA256.code(of: length[...], sealed, bound[...], key: key)
  }
}

extension [UInt8] {
  fileprivate mutating func append(bigEndian number: UInt64) {
    for shift in stride(from: 56, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
    }
  }
}
