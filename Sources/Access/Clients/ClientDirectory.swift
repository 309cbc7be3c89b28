import Crypto
import Glibc
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

  /// How a file was when it was read.
  private struct Version: Equatable {
    let device: UInt64
    let node: UInt64
    let bytes: Int64
    let seconds: Int
    let nanoseconds: Int
  }

  private struct State {
    var owners: [String: Owner] = [:]
    var version: Version?
    var nextLook: Int64 = .min
    /// By client and key, seconds after 1970.
    var lastUse: [String: [String: Int64]] = [:]
    var hasNews = false
  }

  private let path: String
  private let clock: any AccessClock
  private let log: @Sendable (String) -> Void
  private let state = Mutex(State())

  /// Reads the file. A file that cannot be read is an error now; later the clients of before stay.
  package init(
    path: String, clock: any AccessClock = SystemAccessClock(),
    log: @escaping @Sendable (String) -> Void = { _ in }
  ) throws(ClientFileError) {
    self.path = path
    self.clock = clock
    self.log = log
    let version = Self.version(of: path)
    let file = try Self.read(path)
    let lastUse = KeyUse.read(path)
    state.withLock { state in
      state.owners = Self.owners(file)
      state.version = version
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
      if state.lastUse[owner.client]?[owner.keyID] != now {
        state.lastUse[owner.client, default: [:]][owner.keyID] = now
        state.hasNews = true
      }
      return owner
    }
  }

  /// Writes down when each key was used last, beside the file, if there is news.
  package func keepLastUse() {
    let news = state.withLock { state -> [String: [String: Int64]]? in
      guard state.hasNews else { return nil }
      state.hasNews = false
      return state.lastUse
    }
    guard let news, !KeyUse.write(news, path) else { return }
    log("when API keys were used last could not be written to \(KeyUse.path(path))")
  }

  private func readAgainIfChanged() {
    let now = clock.monotonicMilliseconds
    let before = state.withLock { state -> Version?? in
      guard now >= state.nextLook else { return nil }
      state.nextLook = now + Self.lookMilliseconds
      return .some(state.version)
    }
    guard let before, let version = Self.version(of: path), version != before else { return }
    do throws(ClientFileError) {
      let owners = Self.owners(try Self.read(path))
      state.withLock { state in
        state.owners = owners
        state.version = version
      }
    } catch {
      log("\(path) \(error.text); the clients of before are served")
      state.withLock { $0.version = version }
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

  private static func read(_ path: String) throws(ClientFileError) -> ClientFile {
    guard let bytes = SmallFile.read(path, maximumBytes: ClientFile.maximumBytes) else {
      throw ClientFileError("cannot be read, or has more than \(ClientFile.maximumBytes) bytes")
    }
    return try ClientFile(parsing: bytes)
  }

  private static func version(of path: String) -> Version? {
    var entry = stat()
    guard stat(path, &entry) == 0 else { return nil }
    return Version(
      device: UInt64(entry.st_dev), node: UInt64(entry.st_ino), bytes: Int64(entry.st_size),
      seconds: entry.st_mtim.tv_sec, nanoseconds: entry.st_mtim.tv_nsec)
  }
}
