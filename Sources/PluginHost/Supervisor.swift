import CPlatform
import Glibc
import Synchronization

/// Something with descriptors that the supervisor's thread watches.
protocol Supervised: AnyObject, Sendable {
  /// [supervisor] `descriptor` can be read, or is at its end.
  func readable(_ descriptor: Int32)
  /// [supervisor] `descriptor` can be written again.
  func writable(_ descriptor: Int32)
  /// [supervisor] At least every `Supervisor.tickMilliseconds`. Returns when it must be called
  /// again, in nanoseconds of `MonotonicClock`, if sooner than that.
  func tick(now: UInt64) -> UInt64?
}

/// One thread that starts, watches and ends workers, and enforces deadlines. It waits for no plugin
/// and works on nobody's results: what is slow for one plugin is on a thread of that plugin. It
/// lives as long as the process, so workers can be tied to it.
final class Supervisor: Sendable {
  /// How exactly deadlines are kept.
  static let tickMilliseconds: UInt64 = 100
  private static let stackBytes = 8 << 20
  private static let eventsPerWait = 64

  private struct State {
    var commands: [@Sendable () -> Void] = []
    var members: [any Supervised] = []
    var watched: [Int32: any Supervised] = [:]
  }

  private let state = Mutex(State())
  private let poll: Int32
  private let wake: Int32

  init() {
    poll = epoll_create1(Int32(EPOLL_CLOEXEC))
    wake = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
    control(EPOLL_CTL_ADD, wake, EPOLLIN.rawValue)
    DetachedThread.start(name: "supervisor", stackBytes: Self.stackBytes) { [self] in run() }
  }

  /// Runs `command` on the supervisor's thread, soon.
  func perform(_ command: @escaping @Sendable () -> Void) {
    let isFirst = state.withLock { state in
      state.commands.append(command)
      return state.commands.count == 1
    }
    if isFirst { wakeUp() }
  }

  /// Calls `tick` of all members soon, since one of them has something to do.
  func wakeUp() {
    eventfd_write(wake, 1)
  }

  /// Calls `tick` of the member from now on.
  func add(_ member: any Supervised) {
    state.withLock { $0.members.append(member) }
  }

  /// Calls it no more, once it has ended.
  func remove(_ member: any Supervised) {
    state.withLock { $0.members.removeAll { $0 === member } }
  }

  /// [supervisor] Tells `member` when `descriptor` can be read.
  func watch(_ descriptor: Int32, _ member: any Supervised) {
    state.withLock { $0.watched[descriptor] = member }
    control(EPOLL_CTL_ADD, descriptor, EPOLLIN.rawValue)
  }

  /// [supervisor] Lets `member` wait to write to `descriptor`, which somebody else reads.
  func watchForWriting(_ descriptor: Int32, _ member: any Supervised) {
    state.withLock { $0.watched[descriptor] = member }
    control(EPOLL_CTL_ADD, descriptor, EPOLLONESHOT.rawValue)
  }

  /// [supervisor] Before the descriptor is closed.
  func unwatch(_ descriptor: Int32) {
    state.withLock { _ = $0.watched.removeValue(forKey: descriptor) }
    control(EPOLL_CTL_DEL, descriptor, 0)
  }

  /// Calls `writable` once, when the descriptor can be written again. Any thread, for a descriptor
  /// of `watchForWriting`.
  func waitToWrite(_ descriptor: Int32) {
    control(EPOLL_CTL_MOD, descriptor, EPOLLOUT.rawValue | EPOLLONESHOT.rawValue)
  }

  private func control(_ operation: Int32, _ descriptor: Int32, _ events: UInt32) {
    var event = epoll_event()
    event.events = events
    event.data.fd = descriptor
    epoll_ctl(poll, operation, descriptor, &event)
  }

  private func run() {
    var events = [epoll_event](repeating: epoll_event(), count: Self.eventsPerWait)
    var timeout = Int32(Self.tickMilliseconds)
    while true {
      let count = epoll_wait(poll, &events, Int32(Self.eventsPerWait), timeout)
      for event in events.prefix(Int(max(0, count))) { dispatch(event) }
      runCommands()
      timeout = tickAll()
    }
  }

  private func dispatch(_ event: epoll_event) {
    let descriptor = event.data.fd
    if descriptor == wake {
      var count: eventfd_t = 0
      eventfd_read(wake, &count)
      return
    }
    guard let member = state.withLock({ $0.watched[descriptor] }) else { return }
    if event.events & EPOLLOUT.rawValue != 0 { member.writable(descriptor) }
    if event.events & ~EPOLLOUT.rawValue != 0 { member.readable(descriptor) }
  }

  private func runCommands() {
    let commands = state.withLock { state in
      defer { state.commands.removeAll(keepingCapacity: true) }
      return state.commands
    }
    for command in commands { command() }
  }

  /// Returns the milliseconds until somebody must be called again.
  private func tickAll() -> Int32 {
    let members = state.withLock { $0.members }
    let now = MonotonicClock.now
    var next = now + Self.tickMilliseconds * MonotonicClock.nanosecondsPerMillisecond
    for member in members {
      if let time = member.tick(now: now) { next = min(next, time) }
    }
    let wait = next > now ? next - now : 0
    return Int32(
      (wait + MonotonicClock.nanosecondsPerMillisecond - 1)
        / MonotonicClock.nanosecondsPerMillisecond)
  }
}
