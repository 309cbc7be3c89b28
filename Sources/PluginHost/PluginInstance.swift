import JSON
import PluginABI
import Synchronization

/// One loaded plugin in this process, whichever process that is: calls it by the rules of
/// toolrack_plugin.h, and gives it the host's table.
///
/// Threads: `load`, `lists`, `quiesce` and `destroy` are the plugin's [lifecycle] and are called
/// one at a time; everything else from any thread.
final class PluginInstance: @unchecked Sendable {
  // Sendable: `instance` is written by `load`, before the object is shared, and by `destroy`, after
  // the last call has ended; `interfaces` by `load` only; `hostTable` is written before `create`
  // and then only read, by the plugin; the rest is `let` and Sendable.
  let name: String
  let library: PluginLibrary
  let settings: JSONValue
  let events: any PluginEvents
  let http: HTTPService
  let signer: any RequestSigner
  let calls: Mutex<Calls>
  private var instance: UnsafeMutableRawPointer?
  private var interfaces = PluginInterfaces()
  private let hostTable: UnsafeMutablePointer<toolrack_host>
  private let threads: CallThreads?
  /// Calls whose sinks are being told, and functions of the plugin that have not returned; beside
  /// `Calls.starting`.
  private let ending = Atomic<Int>(0)

  /// The calls that have not ended.
  struct Calls: Sendable {
    var table: CallTable<RunningCall>
    /// Calls that are being handed to the plugin, or to a thread.
    var starting = 0
    /// No call is taken any more.
    var isClosed = false
  }

  /// One call that the plugin has not completed.
  struct RunningCall: Sendable {
    let sink: any CallSink
    let block: RequestBlock
  }

  private init(
    name: String, library: PluginLibrary, settings: JSONValue, http: HTTPService,
    signer: any RequestSigner, maximumCalls: Int, events: any PluginEvents
  ) {
    self.name = name
    self.library = library
    self.settings = settings
    self.events = events
    self.http = http
    self.signer = signer
    let wanted = Int(library.table.pointee.maximum_concurrency)
    // Calls that may block wait for one of the threads; others have nowhere to wait.
    let admits = library.callsNeverBlock && wanted > 0 ? min(wanted, maximumCalls) : maximumCalls
    self.calls = Mutex(Calls(table: CallTable(capacity: admits)))
    self.hostTable = .allocate(capacity: 1)
    let threadLimit =
      wanted == 0 ? CallThreads.defaultThreads : min(wanted, CallThreads.maximumThreads)
    self.threads =
      library.callsNeverBlock ? nil : CallThreads(name: "call-\(name)", limit: threadLimit)
  }

  /// Opens the file and makes the plugin's instance. `settings` is a JSON object. The object and
  /// its table are kept for ever once `create` has seen them, since a plugin's threads may use them
  /// at any time after.
  static func load(
    path: String, name: String, settings: JSONValue, http: HTTPService,
    signer: any RequestSigner, maximumCalls: Int, events: any PluginEvents
  ) throws(PluginLoadError) -> PluginInstance {
    let library = try PluginLibrary(path: path)
    let plugin = PluginInstance(
      name: name, library: library, settings: settings, http: http, signer: signer,
      maximumCalls: maximumCalls, events: events)
    plugin.hostTable.initialize(
      to: HostTable.make(context: Unmanaged.passRetained(plugin).toOpaque()))
    try plugin.create()
    try plugin.askForInterfaces()
    return plugin
  }

  private func create() throws(PluginLoadError) {
    var error = toolrack_blob.empty
    let status = library.table.pointee.create?(hostTable, &instance, &error) ?? TOOLRACK_FAILED
    let reason = String(decoding: error.taken(), as: UTF8.self)
    guard status == TOOLRACK_OK else {
      throw PluginLoadError(
        .create, reason.isEmpty ? "its create function answered \(status) without a reason" : reason
      )
    }
  }

  /// Ends an instance that cannot be used and has had no call. [lifecycle]
  func abandon() {
    quiesce()
    destroy()
  }

  private func askForInterfaces() throws(PluginLoadError) {
    do {
      interfaces = try PluginInterfaces(of: library.table, instance)
    } catch {
      abandon()
      throw error
    }
  }

  /// The plugin's own version, for people.
  var version: String { library.table.pointee.version.text }

  /// Whether it offers `toolrack.completion/1`.
  var completes: Bool { interfaces.completion != nil }

  /// The lists that `changes` names, as the plugin gives them. [lifecycle]
  func lists(_ changes: ListChanges) throws(PluginLoadError) -> PluginLists {
    var lists = PluginLists()
    lists.completes = completes
    var byteCount = 0
    for kind in changes.kinds {
      let list = try list(kind)
      byteCount += list.count
      guard byteCount <= PluginLists.maximumBytes else {
        throw PluginLoadError(
          kind.code,
          "with its list of \(kind.noun) its lists have \(byteCount) bytes, more than "
            + "\(PluginLists.maximumBytes)")
      }
      lists[kind] = list
    }
    return lists
  }

  private func list(_ kind: ListKind) throws(PluginLoadError) -> [UInt8] {
    let function =
      kind == .tools ? library.table.pointee.tools : interfaces.listFunction(kind)
    guard let function else { return Array("[]".utf8) }
    var list = toolrack_blob.empty
    let status = function(instance, &list)
    let bytes = list.taken()
    guard status == TOOLRACK_OK else {
      throw PluginLoadError(
        kind.code, "its function that lists \(kind.noun) answered \(status)")
    }
    return bytes
  }

  /// A first client subscribed to a resource, or the last one left.
  func setSubscribed(_ isSubscribed: Bool, _ uri: URIKey) {
    uri.utf8.withUnsafeBytes {
      interfaces.resources?.subscribe?(instance, toolrack_bytes($0), isSubscribed ? 1 : 0)
    }
  }

  /// Starts a call. `sink` hears the outcome, possibly before this returns; nil means that it heard
  /// it. `request` is copied.
  @discardableResult
  func start(
    _ kind: RequestKind, _ request: toolrack_request, sink: any CallSink
  ) -> CallHandle? {
    let block = RequestBlock(copying: request)
    let (handle, isClosed) = calls.withLock { calls -> (CallHandle?, Bool) in
      guard !calls.isClosed else { return (nil, true) }
      let handle = calls.table.insert(
        RunningCall(sink: sink, block: block), byteCount: block.byteCount,
        deadline: request.deadline_nanoseconds)
      if handle != nil { calls.starting += 1 }
      return (handle, false)
    }
    guard let handle else {
      sink.failed(
        isClosed
          ? .unavailable(name, "it is being stopped", retryAfterMilliseconds: nil) : .busy(name))
      return nil
    }
    if let threads {
      threads.run { [self] in invokeUnlessAnswered(kind, handle, block, sink) }
    } else {
      invoke(kind, handle, block, sink)
    }
    return hasStarted(handle) ? handle : nil
  }

  /// The call has been handed over. Returns whether it goes on.
  private func hasStarted(_ handle: CallHandle) -> Bool {
    calls.withLock { calls in
      calls.starting -= 1
      return calls.table.contains(handle)
    }
  }

  /// Takes no call any more.
  func close() {
    calls.withLock { $0.isClosed = true }
  }

  /// A call that waited for a thread may have been cancelled or answered meanwhile.
  private func invokeUnlessAnswered(
    _ kind: RequestKind, _ handle: CallHandle, _ block: RequestBlock, _ sink: any CallSink
  ) {
    // Until the plugin's function has returned, nothing may be destroyed.
    ending.add(1, ordering: .relaxed)
    defer { hasEnded() }
    if calls.withLock({ $0.table.running(handle) != nil }) {
      invoke(kind, handle, block, sink)
    } else {
      refuse(handle, .timedOut(name))
    }
  }

  /// Ends a call that the plugin does not run. `failure` is for whoever still waits.
  private func refuse(_ handle: CallHandle, _ failure: CallFailure) {
    switch end(handle) {
    case .running(let call):
      call.sink.failed(failure)
      hasEnded()
    case .answered(let call):
      call.sink.endedUnheard()
      hasEnded()
    case .unknown: return
    }
  }

  /// Takes a call out of the table. Until `hasEnded` it counts as running, so that nothing is
  /// destroyed while its sink is being told.
  func end(_ handle: CallHandle) -> CallTable<RunningCall>.Taken {
    calls.withLock { calls in
      let taken = calls.table.take(handle)
      if case .unknown = taken { return taken }
      ending.add(1, ordering: .relaxed)
      return taken
    }
  }

  /// The sink of a call has been told.
  func hasEnded() {
    ending.subtract(1, ordering: .releasing)
  }

  /// Whoever calls this counts as `starting` or `ending`, so that nothing is destroyed before the
  /// plugin's function has returned.
  private func invoke(
    _ kind: RequestKind, _ handle: CallHandle, _ block: RequestBlock, _ sink: any CallSink
  ) {
    guard let pointer = handle.pointer else { return }
    sink.begins()
    let status = withExtendedLifetime(block) {
      let function =
        kind == .tool ? library.table.pointee.call : interfaces.callFunction(kind)
      return function?(instance, pointer, block.request) ?? TOOLRACK_NOT_FOUND
    }
    if status != TOOLRACK_OK { refuse(handle, .refused(name, kind, status: status)) }
  }

  /// Nobody waits for the call any more: the sink hears nothing of it again, the plugin is told.
  func cancel(_ handle: CallHandle) {
    guard calls.withLock({ answer(handle, &$0.table) }), let pointer = handle.pointer else {
      return
    }
    defer { hasEnded() }
    library.table.pointee.cancel?(instance, pointer)
  }

  /// Marks a call as answered; it counts as running until `hasEnded`.
  private func answer(
    _ handle: CallHandle, _ calls: inout CallTable<RunningCall>
  ) -> Bool {
    guard calls.answer(handle) else { return false }
    ending.add(1, ordering: .relaxed)
    return true
  }

  /// Answers calls whose deadline passed. Returns the calls that did not end in the grace period.
  func expire(now: UInt64, graceNanoseconds: UInt64) -> [CallHandle] {
    let expired = calls.withLock { calls in
      let expired = calls.table.expire(now: now, grace: graceNanoseconds)
      ending.add(expired.count, ordering: .relaxed)
      return expired
    }
    var overdue: [CallHandle] = []
    for event in expired {
      defer { hasEnded() }
      switch event {
      case .deadline(let handle, let call):
        call.sink.failed(.timedOut(name))
        if let pointer = handle.pointer { library.table.pointee.cancel?(instance, pointer) }
      case .grace(let handle, _):
        overdue.append(handle)
      }
    }
    return overdue
  }

  /// How many calls have not ended.
  var runningCalls: Int { calls.withLock { $0.table.count } }

  /// Whether no call runs, and nobody is being told of one.
  var isIdle: Bool {
    calls.withLock { calls in
      calls.table.count == 0 && calls.starting == 0 && ending.load(ordering: .acquiring) == 0
    }
  }

  /// Whether calls are on their way to the plugin.
  var isStarting: Bool { hasQueuedCalls || calls.withLock { $0.starting > 0 } }

  /// Whether calls wait for a thread.
  var hasQueuedCalls: Bool { threads?.isWaitedFor ?? false }

  /// No call comes after this one: none waits for a thread any more. [lifecycle]
  func quiesce() {
    library.table.pointee.quiesce?(instance)
    threads?.stop()
  }

  /// Every call has been completed. Exchanges that the plugin left open complete before it is
  /// destroyed. [lifecycle]
  func destroy() {
    http.end()
    library.table.pointee.destroy?(instance)
    instance = nil
  }
}
