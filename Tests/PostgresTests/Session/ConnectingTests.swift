import Glibc
import Testing

@testable import Postgres

/// A server that takes connections and says nothing.
private final class SilentServer {
  private let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  let port: UInt16

  init() {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    port = withUnsafeMutablePointer(to: &address) { [descriptor] pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        _ = bind(descriptor, address, length)
        getsockname(descriptor, address, &length)
      }
      listen(descriptor, 4)
      return UInt16(bigEndian: pointer.pointee.sin_port)
    }
  }

  deinit {
    close(descriptor)
  }

  func connect(
    milliseconds: Int, _ cancellation: Cancellation? = nil
  ) throws(PostgresFailure) -> Session {
    let parameters = [("host", "127.0.0.1"), ("port", "\(port)"), ("user", "u")]
    return try Session(
      SessionOptions(
        alias: "main", parameters: parameters.map { (keyword: $0.0, value: $0.1) }),
      deadlineNanoseconds: MonotonicClock.after(
        milliseconds: milliseconds, MonotonicClock.now()),
      cancellation: cancellation)
  }
}

@Suite struct ConnectingTests {
  @Test func aServerThatSaysNothingIsNotAwaitedForLong() {
    let server = SilentServer()
    #expect(
      throws: PostgresFailure.unreachable(
        alias: "main", "The server did not let us in before the time was up.")
    ) { try server.connect(milliseconds: 50) }
  }

  @Test func connectingCanBeCancelled() {
    let server = SilentServer()
    let cancellation = Cancellation()
    let context = Unmanaged.passRetained(cancellation).toOpaque()
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { context in
        usleep(20_000)
        context.map { Unmanaged<Cancellation>.fromOpaque($0).takeRetainedValue().cancel() }
        return nil
      }, context)
    #expect(throws: PostgresFailure.cancelled) {
      try server.connect(milliseconds: 60_000, cancellation)
    }
    pthread_join(thread, nil)
  }

  @Test func aSettingWithANULIsRefused() {
    let options = SessionOptions(
      alias: "main", parameters: [(keyword: "host", value: "a\0b")])
    #expect(throws: PostgresFailure.refused("A setting of the connection holds a NUL character.")) {
      try Session(options, deadlineNanoseconds: .max)
    }
  }
}
