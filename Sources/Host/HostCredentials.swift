import AWS
import Synchronization

/// The host's AWS credentials: one chain for all who need them. Nothing is looked for before
/// somebody asks. Any thread.
final class HostCredentials: Sendable {
  private struct State {
    var settings = AWSSettings()
    var chain: CredentialChain?
  }

  private let state = Mutex(State())

  /// Says where to look. Comes before anybody asks.
  func use(_ settings: AWSSettings) {
    state.withLock { $0.settings = settings }
  }

  /// Where is looked.
  var settings: AWSSettings { state.withLock { $0.settings } }

  var chain: CredentialChain {
    state.withLock { state in
      if let chain = state.chain { return chain }
      let chain = CredentialChain(
        environment: CredentialChain.processEnvironment(), profile: state.settings.profile,
        region: state.settings.region)
      state.chain = chain
      return chain
    }
  }
}
