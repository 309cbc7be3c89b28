internal import Glibc
internal import JSON
internal import PluginKit
internal import Synchronization

/// All targets as one plugin: their lists put together, their requests routed. Any thread.
final class Gateway: Sendable {
  private struct State {
    var snapshot = Snapshot()
    var faults: Set<String> = []
    /// Whether the host wants to hear of changes: not before it has read the lists once.
    var isServing = false
    var tasks: [Task<Void, Never>] = []
  }

  private let host: Host
  private let settings: Settings
  private let targets: [Target]
  private let state = Mutex(State())

  init(_ settings: Settings, targets: [Target], host: Host) {
    self.settings = settings
    self.targets = targets
    self.host = host
  }

  private var snapshot: Snapshot { state.withLock(\.snapshot) }

  // MARK: - Life

  /// Connects to every target, and waits for the first lists.
  func start() {
    let watches = targets.map { target in
      TargetWatch(
        target, changed: { [weak self] in self?.rebuild() },
        resourceUpdated: { [weak self] in self?.resourceUpdated($0, of: target) })
    }
    let tasks =
      watches.flatMap { watch in [Task { await watch.run() }, Task { await watch.listen() }] }
      + targets.map { target in Task { await target.passSubscriptions() } }
    state.withLock { $0.tasks = tasks }
    let clock = UpstreamClock.system
    let end = clock.now() + UInt64(settings.startMilliseconds)
    // The thread of the host that makes the plugin has nothing else to do, and blocks no task.
    while clock.now() < end, !watches.allSatisfy(\.isSettled) { usleep(Self.pollMicroseconds) }
    state.withLock { $0.isServing = true }
  }

  private static let pollMicroseconds: UInt32 = 2_000

  /// Ends every connection.
  func stop() async {
    for task in state.withLock(\.tasks) { task.cancel() }
    await withTaskGroup { group in
      for target in targets { group.addTask { await target.upstream.close() } }
    }
  }

  // MARK: - Lists

  private func rebuild() {
    let reserved: Set<String> = settings.hasStatusTool ? [StatusTool.name] : []
    let changed = state.withLock { state -> (kinds: [ListKind], faults: [String]) in
      let newer = Snapshot(targets, settings, reserved: reserved)
      let kinds = ListKind.allCases.filter { !newer.lists($0, as: state.snapshot) }
      let faults = newer.faults.filter { !state.faults.contains($0) }
      state.snapshot = newer
      state.faults = Set(newer.faults)
      return (state.isServing ? kinds : [], faults)
    }
    for fault in changed.faults { host.log(.warning, fault) }
    if changed.kinds.contains(.tools) { host.toolsChanged() }
    if changed.kinds.contains(.prompts) { host.promptsChanged() }
    if changed.kinds.contains(where: { $0 == .resources || $0 == .templates }) {
      host.resourcesChanged()
    }
  }

  var tools: [Tool] {
    let snapshot = snapshot
    let own = settings.hasStatusTool ? [StatusTool.tool(targets)] : []
    return own
      + snapshot[.tools].map { entry in
        let forwarding = Forwarding(target: entry.target, uris: snapshot.uris)
        let isIdempotent = entry.isIdempotent
        return Tool(definition: entry.definition) { arguments, call in
          try await forwarding.call(
            tool: entry.own, arguments, isIdempotent: isIdempotent, call)
        }
      }
  }

  var prompts: [Prompt] {
    let snapshot = snapshot
    return snapshot[.prompts].map { entry in
      let forwarding = Forwarding(target: entry.target, uris: snapshot.uris)
      return Prompt(
        entry.definition["name"]?.string ?? "", entry.definition["description"]?.string ?? "",
        arguments: arguments(of: entry, forwarding), members: entry.definition
      ) { (arguments: JSONValue, call: Call) in
        try await forwarding.get(prompt: entry.own, arguments, call)
      }
    }
  }

  private func arguments(of entry: Snapshot.Entry, _ forwarding: Forwarding) -> [PromptArgument] {
    let reference: JSONObject = ["type": "ref/prompt", "name": .string(entry.own)]
    return (entry.definition["arguments"]?.array ?? []).map { argument in
      let name = argument["name"]?.string ?? ""
      return PromptArgument(
        name, argument["description"]?.string ?? "",
        isRequired: argument["required"]?.bool ?? false,
        complete: forwarding.completer(reference, name))
    }
  }

  var resources: [Resource] {
    let snapshot = snapshot
    return snapshot[.resources].map { entry in
      let forwarding = Forwarding(target: entry.target, uris: snapshot.uris)
      return Resource(
        uri: entry.definition["uri"]?.string ?? "", name: entry.definition["name"]?.string ?? "",
        mediaType: entry.definition["mimeType"]?.string, members: entry.definition
      ) { call in try await forwarding.read(entry.own, call) }
    }
  }

  var resourceTemplates: [ResourceTemplate] {
    let snapshot = snapshot
    return snapshot[.templates].compactMap { entry in
      let uriTemplate = entry.definition["uriTemplate"]?.string ?? ""
      guard let pattern = TemplatePattern(uriTemplate) else { return nil }
      let forwarding = Forwarding(target: entry.target, uris: snapshot.uris)
      let reference: JSONObject = ["type": "ref/resource", "uri": .string(entry.own)]
      var completers: [String: Completer] = [:]
      for name in pattern.variables { completers[name] = forwarding.completer(reference, name) }
      return ResourceTemplate(
        uriTemplate, name: entry.definition["name"]?.string ?? "",
        mediaType: entry.definition["mimeType"]?.string, complete: completers,
        members: entry.definition, matches: { entry.mayStand(for: $0) && pattern.matches($0) },
        handler: { call in
          try await forwarding.read(ExposedURIs.own(call.name, of: entry.target.name), call)
        })
    }
  }

  // MARK: - Subscriptions

  private func resourceUpdated(_ uri: String, of target: Target) {
    host.resourceUpdated(snapshot.uris.exposed(uri, of: target.name))
  }

  func subscribed(to uri: String, _ isSubscribed: Bool) {
    guard let owner = snapshot.owner(ofResource: uri) else { return }
    owner.target.subscribe(to: owner.own, isSubscribed)
  }
}

extension Snapshot.Entry {
  /// Whether a tool says that calling it twice is as good as once.
  var isIdempotent: Bool {
    let annotations = definition["annotations"]
    return annotations?["readOnlyHint"]?.bool ?? false
      || annotations?["idempotentHint"]?.bool ?? false
  }
}

extension Forwarding {
  /// Nil where the target completes nothing.
  func completer(_ reference: JSONObject, _ name: String) -> Completer? {
    guard target.info?.capabilities["completions"] != nil else { return nil }
    return { value, context in
      try await complete(reference, argument: name, value, context)
    }
  }
}
