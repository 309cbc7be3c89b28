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
  private let window = Mutex(ReplayWindow())

  /// A gate for those clients, by the ids of their access keys.
  ///
  /// - Parameter refusesReplays: whether a request is taken once only. Two that are the same to the
  ///   last byte, sent in the same second, have one signature; GET is taken as often as it comes.
  package init(
    verifier: SignatureV4Verifier, clients: [String: Client], refusesReplays: Bool = true,
    clock: any AccessClock = SystemAccessClock()
  ) {
    self.verifier = verifier
    self.clients = clients
    self.refusesReplays = refusesReplays
    self.clock = clock
  }

  /// Who signed the request.
  func client(of request: SignableRequest) throws(SignatureV4Refusal) -> Client {
    let now = clock.unixSeconds
    let identity = try verifier.identity(of: request, now: now)
    guard let client = clients[identity.accessKeyID] else { throw .invalid }
    guard refusesReplays, request.method != Array("GET".utf8) else { return client }
    let isNew = window.withLock {
      $0.admits(identity.signature, until: identity.expiry, now: now)
    }
    guard isNew else {
      throw SignatureV4Refusal(
        code: "InvalidSignatureException",
        text: "the request was sent before; sign it again, with the time of now")
    }
    return client
  }
}
