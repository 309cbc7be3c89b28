import CPlatform
import Glibc
import JSON
import PluginABI
import Synchronization

/// The worker's side: one plugin in a process of its own, driven by frames on descriptor 3.
package enum WorkerMain {
  /// Heaps of a worker: one plugin's threads seldom allocate at the same moment, and there may be
  /// many of them.
  private static let mallocArenas: Int32 = 2

  /// Runs until the host's end of the socket closes; the exit status is 0 then.
  package static func run() -> Never {
    signal(SIGPIPE, SIG_IGN)
    _ = platform_limit_malloc_arenas(mallocArenas)
    _ = platform_die_with_parent(SIGKILL)
    let descriptor = WorkerProcess.socketDescriptor
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    guard let begun = BegunCalls(WorkerProcess.begunDescriptor) else { _exit(EX_PROTOCOL) }
    close(WorkerProcess.begunDescriptor)
    let worker = Worker(descriptor: descriptor, begun: begun)
    worker.run()
    _exit(0)
  }
}

/// What the main thread of a worker does. Its thread is the plugin's [lifecycle] thread once the
/// plugin is loaded, and the [call] thread of a plugin whose calls never block.
private final class Worker: PluginEvents, @unchecked Sendable {
  // Sendable: other threads use `channel` and `announced` only, which are Sendable; the rest is the
  // main thread's.
  private let descriptor: Int32
  private let channel: WorkerChannel
  private let begun: BegunCalls
  private var signing: WorkerSigning?
  /// The lists of which the host knows that they have changed, and that it has not asked for since.
  private let announced = Mutex<ListChanges>([])
  private var calls: UInt64 = 0
  private var frames = FrameBuffer()
  private var loading: WorkerLoading?
  private var instance: PluginInstance?
  private var isQuiescing = false
  private var hasQuiesced = false

  /// How often a worker that waits for its last calls looks whether they have ended.
  private static let quiescePollMilliseconds: Int32 = 10

  init(descriptor: Int32, begun: BegunCalls) {
    self.descriptor = descriptor
    self.begun = begun
    self.channel = WorkerChannel(descriptor: descriptor)
  }

  func run() {
    while !isDone {
      if let outcome = loading?.wait(orInputFrom: descriptor) {
        loaded(outcome)
        continue
      }
      quiesceWhenBegun()
      if isQuiescing, loading == nil, !waitForInput() { continue }
      guard readFrames() else { return }
    }
    instance?.destroy()
    channel.finish()
  }

  /// False where the host has gone.
  private func readFrames() -> Bool {
    guard case .bytes = frames.read(from: descriptor) else { return false }
    do throws(FrameError) {
      while let frame = try frames.next() { handle(frame) }
    } catch {
      _exit(EX_PROTOCOL)
    }
    return true
  }

  private var isDone: Bool {
    guard isQuiescing, loading == nil else { return false }
    return instance.map { hasQuiesced && $0.isIdle } ?? true
  }

  /// Calls that wait for a thread come before the end; cancellations are read meanwhile.
  private func quiesceWhenBegun() {
    guard isQuiescing, !hasQuiesced, let instance, !instance.hasQueuedCalls else { return }
    instance.quiesce()
    hasQuiesced = true
  }

  private func waitForInput() -> Bool {
    var descriptor = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, Self.quiescePollMilliseconds) > 0
  }

  private func handle(_ frame: Frame) {
    switch frame.kind {
    case .hello: load(frame.payload)
    case .call: call(frame)
    case .cancel: cancel(frame.call)
    case .readLists: readLists(frame)
    case .subscribe: subscribe(frame)
    case .quiesce: isQuiescing = true
    case .signed: signed(frame)
    default: _exit(EX_PROTOCOL)
    }
  }

  private func load(_ payload: UnsafeRawBufferPointer) {
    guard let hello = WorkerHello([UInt8](payload)) else { _exit(EX_PROTOCOL) }
    let signing = WorkerSigning(plugin: hello.name, channel: channel)
    self.signing = signing
    loading = WorkerLoading { [self] in
      var instance: PluginInstance?
      do throws(PluginLoadError) {
        let http = try HTTPService(plugin: hello.name, egress: hello.egress)
        let loaded = try PluginInstance.load(
          path: hello.path, name: hello.name, settings: hello.settings, http: http,
          signer: signing, maximumCalls: hello.maximumCalls, events: self)
        instance = loaded
        return .loaded(loaded, try loaded.lists(.all))
      } catch {
        return .failed(instance, error)
      }
    }
    if loading == nil { loadFailed(PluginLoadError(.start, "there is no thread left to load it")) }
  }

  private func loaded(_ outcome: WorkerLoading.Outcome) {
    loading = nil
    switch outcome {
    case .loaded(let instance, let lists):
      self.instance = instance
      channel.send { frames in
        frames.appendFrame(.ready) { frame in
          frame.append(instance.completes ? 1 : 0)
          frame.append(contentsOf: instance.version.utf8)
        }
        ListsFrame.append(lists, .all, to: &frames)
      }
    case .failed(let instance, let error):
      self.instance = instance
      loadFailed(error)
    }
  }

  private func loadFailed(_ error: PluginLoadError) {
    let text = "\(error.code.rawValue)\n\(error.description)"
    channel.send { $0.appendFrame(.loadFailed) { $0.append(contentsOf: text.utf8) } }
  }

  private func readLists(_ frame: Frame) {
    var cursor = FrameCursor(frame.payload)
    guard let instance, let changes = try? cursor.listChanges() else { _exit(EX_PROTOCOL) }
    // First, so that a change while they are read is announced again.
    announced.withLock { $0.subtract(changes) }
    do throws(PluginLoadError) {
      let lists = try instance.lists(changes)
      channel.send { ListsFrame.append(lists, changes, to: &$0) }
    } catch {
      let text = error.description
      channel.send { $0.appendFrame(.listsFailed) { $0.append(contentsOf: text.utf8) } }
    }
  }

  private func signed(_ frame: Frame) {
    do throws(FrameError) {
      try signing?.signed(frame)
    } catch {
      _exit(EX_PROTOCOL)
    }
  }

  private func subscribe(_ frame: Frame) {
    guard let instance, let (isSubscribed, uri) = try? SubscriptionFrame.decode(frame.payload)
    else { _exit(EX_PROTOCOL) }
    instance.setSubscribed(isSubscribed, uri)
  }

  private func call(_ frame: Frame) {
    guard let instance, let (kind, request) = try? RequestFrame.decode(frame.payload) else {
      _exit(EX_PROTOCOL)
    }
    calls += 1
    let sink = WorkerCallSink(call: frame.call, number: calls, begun: begun, channel: channel)
    instance.start(kind, request, sink: sink)
  }

  private func cancel(_ call: UInt64) {
    guard let instance else { return }
    let handle = instance.calls.withLock { calls in
      calls.table.firstHandle { ($0.sink as? WorkerCallSink)?.call == call }
    }
    if let handle { instance.cancel(handle) }
  }

  func logged(
    _ level: PluginLog.Level, _ message: UnsafeRawBufferPointer, fields: UnsafeRawBufferPointer,
    call: (any CallSink)?
  ) {
    let line = LogFrame.Line(level: level, message: message, fields: fields)
    channel.send { LogFrame.append(line, call: (call as? WorkerCallSink)?.call ?? 0, to: &$0) }
  }

  func listsChanged(_ lists: ListChanges) {
    let isNews = announced.withLock { announced in
      defer { announced.formUnion(lists) }
      return !lists.isSubset(of: announced)
    }
    guard isNews else { return }
    channel.send { $0.appendFrame(.listsChanged) { $0.appendInteger(lists.rawValue) } }
  }

  func resourceUpdated(_ uri: URIKey) {
    channel.send { $0.appendFrame(.resourceUpdated) { $0.append(contentsOf: uri.utf8) } }
  }
}

/// sysexits(3): the host did not keep to the frame protocol.
private let EX_PROTOCOL: Int32 = 76
