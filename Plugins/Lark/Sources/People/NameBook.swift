internal import JSON
internal import Synchronization

/// Names of people by open id, kept from call to call: names change seldom, and each question
/// counts against the app's quota. Any thread.
final class NameBook: Sendable {
  static let maximumNames = 5_000
  /// What Lark takes at a time.
  static let batchSize = 10
  static let maximumBatches = 3
  /// How long nobody is asked after Lark refused to tell.
  static let refusalSeconds: Int64 = 600

  private struct State {
    var names: [String: String] = [:]
    var refusedUntil: Int64 = 0
  }

  private let state = Mutex(State())

  func learn(_ id: String, _ name: String?) {
    guard id.hasPrefix("ou_"), let name = name?.nonEmpty else { return }
    state.withLock { state in
      if state.names.count >= NameBook.maximumNames { state.names.removeAll() }
      state.names[id] = name
    }
  }

  func known(_ id: String) -> String? { state.withLock { $0.names[id] } }

  /// Asks for those that are not known. Without the scope for it, ids have to do: only a cancelled
  /// call is an error.
  func lookUp(
    _ ids: [String], _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) {
    var unknown: [String] = []
    for id in ids where id.hasPrefix("ou_") && known(id) == nil && !unknown.contains(id) {
      unknown.append(id)
    }
    let isRefused = state.withLock { $0.refusedUntil > client.clock.unixSeconds() }
    guard !unknown.isEmpty, !isRefused else { return }
    var batches = 0
    while !unknown.isEmpty, batches < NameBook.maximumBatches {
      let batch = Array(unknown.prefix(NameBook.batchSize))
      unknown.removeFirst(batch.count)
      batches += 1
      guard try await ask(batch, client, context) else { return }
    }
  }

  /// False where Lark does not tell.
  private func ask(
    _ ids: [String], _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> Bool {
    let request = APIRequest(
      .getUsersBasic, query: [("user_id_type", "open_id")],
      body: ["user_ids": .array(ids.map { .string($0) })], purpose: "look up names")
    do throws(LarkFailure) {
      let payload = try await client.send(request, context)
      for user in payload["users"]?.array ?? [] {
        learn(user["user_id"]?.string ?? "", user["name"]?.string)
      }
      return true
    } catch .cancelled {
      throw .cancelled
    } catch {
      if NameBook.lasts(error) {
        let until = client.clock.unixSeconds() + NameBook.refusalSeconds
        state.withLock { $0.refusedUntil = until }
      }
      return false
    }
  }

  /// The app lacks what it takes. Other troubles pass, and those of a user are the user's own.
  private static func lasts(_ failure: LarkFailure) -> Bool {
    guard let error = failure.apiError, error.identity == .bot else { return false }
    return [.scope, .identity, .token, .access, .setup].contains(error.meaning.kind)
  }

  /// `Li Lei (ou_...)`, or the id alone.
  func shown(_ id: String) -> String {
    let id = singleLine(id, limit: 80)
    return known(id).map { "\(singleLine($0, limit: 40)) (\(id))" } ?? id
  }
}
