package import Crypto
import Synchronization

/// The keys that sign within a scope, kept for as long as the scope is signed for: four codes less
/// for every signature. Any thread.
package final class SigningKeys: Sendable {
  /// The most keys that are kept; with more, all are forgotten and derived again.
  package static let maximumCount = 64

  private struct Name: Hashable {
    let accessKeyID: String
    let scope: CredentialScope
  }

  private struct Entry {
    /// What the key was derived from. Another object may hold another secret.
    let secret: Key
    let key: Key
  }

  private let entries = Mutex<[Name: Entry]>([:])

  /// Nothing is kept yet.
  package init() {}

  /// The key of those credentials for that scope.
  package func key(
    of credentials: SigningCredentials, for scope: CredentialScope
  ) throws(CryptoError) -> Key {
    let name = Name(accessKeyID: credentials.accessKeyID, scope: scope)
    let known = entries.withLock { $0[name] }
    if let known, known.secret === credentials.secret { return known.key }
    let key = try scope.signingKey(credentials.secret)
    entries.withLock { entries in
      // Yesterday's are of no use any more.
      if entries.count >= Self.maximumCount { entries.removeAll() }
      entries[name] = Entry(secret: credentials.secret, key: key)
    }
    return key
  }

  /// How many are kept.
  var count: Int { entries.withLock { $0.count } }
}
