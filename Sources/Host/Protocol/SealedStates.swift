import Crypto
import Synchronization

/// `RequestState`, made when the first state is sealed or opened: most processes never need it, nor
/// the library behind it. Any thread.
final class SealedStates: Sendable {
  private let secret: String?
  private let made = Mutex<RequestState?>(nil)

  /// Where a secret is configured it must be of use at once.
  init(secret: String?) throws(CryptoError) {
    self.secret = secret
    if secret != nil { _ = try state() }
  }

  /// As `RequestState.seal`.
  func seal(_ state: [UInt8], binding: RequestState.Binding, now: Int64) throws -> String {
    try self.state().seal(state, binding: binding, now: now)
  }

  /// As `RequestState.open`.
  func open(_ text: String, binding: RequestState.Binding, now: Int64) -> [UInt8]? {
    (try? state())?.open(text, binding: binding, now: now)
  }

  private func state() throws(CryptoError) -> RequestState {
    try made.withLock { made throws(CryptoError) in
      if let made { return made }
      let new = try RequestState(secret: secret)
      made = new
      return new
    }
  }
}
