import Access
import MCP
import PluginHost
import Synchronization

/// What each kind of caller is offered: one view for all to whom the same rules apply, made when
/// the first of them asks. Any thread.
final class OfferViews: Sendable {
  /// The most views that are kept; with more, the one goes that was not asked for the longest.
  static let maximumCount = 128

  private struct State {
    var offers: [RuleSet: (offer: Offer, lastUse: UInt64)] = [:]
    var uses: UInt64 = 0
  }

  private let policy: AccessPolicy
  private let pageSize: Int
  private let logger: Logger
  private let state = Mutex(State())

  init(_ policy: AccessPolicy, pageSize: Int, logger: Logger) {
    self.policy = policy
    self.pageSize = pageSize
    self.logger = logger
  }

  /// What that caller is offered of the whole; nothing to somebody who is not known.
  func offer(for caller: AuthenticatedCaller?, of whole: Offer) -> Offer {
    let rules = caller.map { policy.rules(for: $0) } ?? .none
    let known = state.withLock { state -> Offer? in
      guard let known = state.offers[rules]?.offer, known.view?.whole === whole else { return nil }
      state.uses += 1
      state.offers[rules]?.lastUse = state.uses
      return known
    }
    // Without the lock, so that others do not wait while lists are rendered.
    return known ?? keep(make(rules, whole), for: rules)
  }

  /// Forgets all views: another whole is offered, and nobody asks for the old one again.
  func removeAll() {
    state.withLock { $0.offers = [:] }
  }

  private func make(_ rules: RuleSet, _ whole: Offer) -> Offer {
    let view = OfferView(of: whole, by: rules, of: policy)
    do {
      return try view.offer(pageSize: pageSize)
    } catch {
      logger.write(.error, "the lists of a caller cannot be served: \(error)")
      let generation = whole.catalogue.generation
      return Offer(catalogue: .empty, lists: Lists.empty(generation: generation), view: view)
    }
  }

  private func keep(_ offer: Offer, for rules: RuleSet) -> Offer {
    state.withLock { state in
      state.uses += 1
      if state.offers.count >= Self.maximumCount, state.offers[rules] == nil,
        let oldest = state.offers.min(by: { $0.value.lastUse < $1.value.lastUse })
      {
        state.offers.removeValue(forKey: oldest.key)
      }
      state.offers[rules] = (offer, state.uses)
    }
    return offer
  }

  /// How many there are.
  var count: Int { state.withLock { $0.offers.count } }
}
