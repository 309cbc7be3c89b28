import Crypto
import Synchronization

/// The clients of a file, which is read again when it changes. Any thread.
package final class ClientDirectory: Sendable {
  /// How often the file is looked at, at most.
  static let lookMilliseconds: Int64 = 1_000

  /// Who a key belongs to.
  package struct Owner: Sendable, Equatable {
    /// The client's name.
    package let client: String
    /// The key's id.
    package let keyID: String
    package let scopes: [String]
  }

  /// A client that gets tokens.
  private struct TokenClient {
    let scopes: [String]
    let secrets: [ClientFile.HashedSecret]
  }

  private struct State {
    var owners: [String: Owner] = [:]
    var tokenClients: [String: TokenClient] = [:]
    var version: FileVersion?
    var nextLook: Int64 = .min
    /// By client and key or secret, seconds after 1970.
    var lastUse: [String: [String: Int64]] = [:]
    /// What is wrong with the file as it is now.
    var problem: String?
    var hasNews = false

    mutating func take(_ file: ClientFile, _ version: FileVersion?) {
      owners = ClientDirectory.owners(file)
      tokenClients = file.clients.mapValues {
        TokenClient(scopes: $0.scopes, secrets: $0.secrets)
      }
      self.version = version
    }

    mutating func used(_ owner: Owner, now: Int64) {
      guard lastUse[owner.client]?[owner.keyID] != now else { return }
      lastUse[owner.client, default: [:]][owner.keyID] = now
      hasNews = true
    }
  }

  /// Whether there was no file at first. Nobody is known then until there is one.
  package let wasMissing: Bool

  private let path: String
  private let clock: any AccessClock
  private let log: @Sendable (String) -> Void
  private let state = Mutex(State())
  private let changes = Atomic<UInt64>(0)

  /// Another number after every change of the file.
  var generation: UInt64 { changes.load(ordering: .acquiring) }

  /// Reads the file, if it is there. A file that cannot be read is an error now; later the clients
  /// of before stay.
  package init(
    path: String, clock: any AccessClock = SystemAccessClock(),
    log: @escaping @Sendable (String) -> Void = { _ in }
  ) throws(ClientFileError) {
    self.path = path
    self.clock = clock
    self.log = log
    let version = FileVersion(of: path)
    let file: ClientFile?
    do throws(ClientFileError) {
      file = try ClientFile(reading: path)
    } catch {
      guard error == .missing else { throw error }
      file = nil
    }
    wasMissing = file == nil
    let lastUse = KeyUse.read(path)
    state.withLock { state in
      if let file { state.take(file, version) }
      state.lastUse = lastUse
      state.nextLook = clock.monotonicMilliseconds + Self.lookMilliseconds
    }
  }

  /// Whose key that is; nil for a key that is nobody's.
  package func owner(of key: ArraySlice<UInt8>) -> Owner? {
    guard APIKey.isKey(key), let hash = try? APIKey.sha256(of: key) else { return nil }
    readAgainIfChanged()
    let now = clock.unixSeconds
    return state.withLock { state in
      guard let owner = state.owners[hash] else { return nil }
      state.used(owner, now: now)
      return owner
    }
  }

  /// The client of that name, if that is a secret of its own; nil for a client that is not there
  /// as for a wrong secret, after the same work.
  package func client(_ name: String, secret: ArraySlice<UInt8>) -> Owner? {
    guard ClientSecret.isSecret(secret), let hash = try? APIKey.sha256(of: secret) else {
      return nil
    }
    readAgainIfChanged()
    let now = clock.unixSeconds
    return state.withLock { state in
      let client = state.tokenClients[name]
      var found: Owner?
      for one in client?.secrets ?? [Self.nobody]
      where ConstantTime.equal(Array(one.sha256.utf8)[...], Array(hash.utf8)[...]) {
        found = Owner(client: name, keyID: one.id, scopes: client?.scopes ?? [])
      }
      guard client != nil, let found else { return nil }
      state.used(found, now: now)
      return found
    }
  }

  /// Whose secret is compared where there is no such client.
  private static let nobody = ClientFile.HashedSecret(
    id: "", sha256: String(repeating: "0", count: 2 * SHA256.byteCount))

  /// Writes down when each key was used last, beside the file, if there is news.
  package func keepLastUse() {
    let news = state.withLock { state -> [String: [String: Int64]]? in
      guard state.hasNews else { return nil }
      state.hasNews = false
      return state.lastUse
    }
    guard let news, !KeyUse.write(news, path) else { return }
    log("when keys were used last could not be written to \(KeyUse.path(path))")
  }

  /// Looks at the file, not oftener than it should be; to be called often, so that a client that
  /// was removed is missed even where nobody sends a key.
  func readAgainIfChanged() {
    let now = clock.monotonicMilliseconds
    let before = state.withLock { state -> FileVersion?? in
      guard now >= state.nextLook else { return nil }
      state.nextLook = now + Self.lookMilliseconds
      return .some(state.version)
    }
    guard let before, let version = FileVersion(of: path), version != before else { return }
    do throws(ClientFileError) {
      let file = try ClientFile(reading: path)
      state.withLock { state in
        state.take(file, version)
        state.problem = nil
        // When all has changed: whoever sees the number sees the clients.
        changes.add(1, ordering: .releasing)
      }
    } catch {
      // It is read again until it can be: a key that was taken back must not stay.
      let isNews = state.withLock { state in
        defer { state.problem = error.text }
        return state.problem != error.text
      }
      if isNews { log("\(path) \(error.text); the clients of before are served") }
    }
  }

  private static func owners(_ file: ClientFile) -> [String: Owner] {
    var owners: [String: Owner] = [:]
    for (name, client) in file.clients {
      for key in client.keys {
        owners[key.sha256] = Owner(client: name, keyID: key.id, scopes: client.scopes)
      }
    }
    return owners
  }
}
