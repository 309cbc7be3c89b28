import AWS
import Synchronization

/// Tells which client signed a request, and takes none twice. Any thread.
package final class SignatureGate: Sendable {
  /// A client by its access key.
  package struct Client: Sendable, Equatable {
    /// What the configuration calls it.
    package let name: String
    /// What it may do.
    package let scopes: [String]

    /// A client of that name.
    package init(name: String, scopes: [String]) {
      self.name = name
      self.scopes = scopes
    }
  }

  private let verifier: SignatureV4Verifier
  private let clients: [String: Client]
  private let clock: any AccessClock
  private let refusesReplays: Bool
  private let window: Mutex<ReplayWindow>

  /// A gate for those clients, by the ids of their access keys.
  ///
  /// - Parameter refusesReplays: whether a request is taken once only. Two that are the same to the
  ///   last byte, sent in the same second, have one signature; GET is taken as often as it comes.
  package init(
    verifier: SignatureV4Verifier, clients: [String: Client], refusesReplays: Bool = true,
    window: ReplayWindow = ReplayWindow(), clock: any AccessClock = SystemAccessClock()
  ) {
    self.verifier = verifier
    self.clients = clients
    self.refusesReplays = refusesReplays
    self.window = Mutex(window)
    self.clock = clock
  }

  /// Who signed the request.
  func client(of request: SignableRequest) throws(AccessRefusal) -> Client {
    let now = clock.unixSeconds
    let identity = try identity(of: request, now)
    guard let client = clients[identity.accessKeyID] else { throw AccessRefusal(.invalid) }
    guard refusesReplays, request.method != Array("GET".utf8) else { return client }
    let verdict = window.withLock {
      $0.admit(identity.signature, until: identity.expiry, now: now)
    }
    switch verdict {
    case .new: return client
    case .seen:
      throw .unsigned(
        code: "InvalidSignatureException",
        text: "the request was sent before; sign it again, with the time of now")
    case .full(let seconds): throw .overloaded(retryAfterSeconds: Int(seconds))
    }
  }

  private func identity(
    of request: SignableRequest, _ now: Int64
  ) throws(AccessRefusal) -> SignatureV4Verifier.Identity {
    do throws(SignatureV4Refusal) {
      return try verifier.identity(of: request, now: now)
    } catch {
      throw AccessRefusal(error)
    }
  }
}

extension AccessRefusal {
  init(_ refusal: SignatureV4Refusal) {
    self = .unsigned(code: refusal.code, text: refusal.text)
  }
}
