package import PluginABI
import Synchronization

extension PluginHost {
  /// Starts a request of any kind. `name`: the plugin's own name of the tool or prompt, the URI of
  /// a resource, empty for completion. `request` and what it points to must be valid only while
  /// this runs; its `name`, `call_id` and deadline are filled in here. The sink hears the outcome,
  /// possibly before this returns; nil means that it has heard it.
  /// `isTask`: nobody waits at a connection, so it may take longer.
  package func call(
    _ kind: RequestKind, name: [UInt8], of owner: Catalogue.Owner, _ request: toolrack_request,
    isTask: Bool = false, sink: any CallSink
  ) -> RunningCall? {
    name.withUnsafeBytes { call(kind, name: $0, of: owner, request, isTask: isTask, sink: sink) }
  }

  /// Starts a tool call, as above.
  package func call(
    _ tool: Catalogue.Tool, _ request: toolrack_request, sink: any CallSink
  ) -> RunningCall? {
    call(.tool, name: tool.definition.localName, of: tool.owner, request, sink: sink)
  }

  /// Starts a tool call, as above, of a tool whose catalogue is kept meanwhile.
  package func call(
    _ tool: Catalogue.ToolReference, _ request: toolrack_request, isTask: Bool = false,
    sink: any CallSink
  ) -> RunningCall? {
    tool.with { definition, owner in
      definition.localName.withUnsafeBytes {
        call(.tool, name: $0, of: owner, request, isTask: isTask, sink: sink)
      }
    }
  }

  private func call(
    _ kind: RequestKind, name: UnsafeRawBufferPointer, of owner: Catalogue.Owner,
    _ request: toolrack_request, isTask: Bool, sink: any CallSink
  ) -> RunningCall? {
    var request = request
    let timeout = isTask ? owner.taskTimeoutNanoseconds : owner.callTimeoutNanoseconds
    request.deadline_nanoseconds = MonotonicClock.now + timeout
    request.name = toolrack_bytes(name)
    return withUnsafeBytes(of: callNumbers.next()) { id in
      request.call_id = toolrack_bytes(id)
      return owner.backend.call(kind, request, sink: sink)
    }
  }

  /// A first client subscribed to a resource, or the last one left; the plugin that reads it is
  /// told soon, also after a restart. Whoever calls this bounds the number of subscriptions, and
  /// calls it for one resource in order. Never blocks.
  package func setSubscribed(_ isSubscribed: Bool, toResource uri: String) {
    let key = URIKey(uri)
    guard isSubscribed else {
      return state.withLock { state in
        state.subscribed.removeValue(forKey: key)??.backend.setSubscribed(false, key)
      }
    }
    // Who reads it is found without the lock, again where the catalogue has changed meanwhile.
    var catalogue = catalogue
    while let newer = subscribe(key, catalogue.owner(ofResource: uri), catalogue.generation) {
      catalogue = newer
    }
  }

  /// Nil, or the catalogue in which the owner is to be looked for.
  private func subscribe(
    _ key: URIKey, _ owner: Catalogue.Owner?, _ generation: UInt64
  ) -> Catalogue? {
    state.withLock { state in
      guard state.catalogue.generation == generation else { return state.catalogue }
      guard state.subscribed[key] == nil else { return nil }
      state.subscribed[key] = .some(owner)
      // Under the lock, so that the plugin hears of it in order.
      owner?.backend.setSubscribed(true, key)
      return nil
    }
  }

  /// [catalogue] With another catalogue, a resource that has subscribers may be another plugin's.
  /// One that is nobody's stays with the plugin that has been told of it: no client has left.
  /// `subscribed`: as it was when `catalogue` took its place; who subscribes later looks there.
  func moveSubscriptions(
    _ subscribed: [URIKey: Catalogue.Owner?], to catalogue: Catalogue
  ) {
    var moves: [(key: URIKey, owner: Catalogue.Owner)] = []
    for (key, before) in subscribed {
      guard let owner = catalogue.owner(ofResource: key), owner.plugin != before?.plugin
      else { continue }
      moves.append((key, owner))
    }
    guard !moves.isEmpty else { return }
    state.withLock { state in
      for (key, owner) in moves { state.move(key, to: owner) }
    }
  }
}

extension PluginHost.State {
  /// Unless the last client has left meanwhile, or the first one come back.
  fileprivate mutating func move(_ key: URIKey, to owner: Catalogue.Owner) {
    guard let before = subscribed[key], before?.plugin != owner.plugin else { return }
    before?.backend.setSubscribed(false, key)
    subscribed[key] = .some(owner)
    owner.backend.setSubscribed(true, key)
  }
}
