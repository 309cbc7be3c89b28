import CPlatform
import Glibc
import Synchronization

/// A server of plain sockets on a free port of 127.0.0.1. Every connection is served on a thread of
/// its own, by a function that may do to it whatever a test is about.
final class FixtureServer: Sendable {
  let port: UInt16
  private let listener: Int32
  private let accepts = Atomic<Int>(0)

  /// Connections accepted so far.
  var accepted: Int { accepts.load(ordering: .sequentiallyConsistent) }

  init(_ serve: @escaping @Sendable (FixtureConnection) -> Void) {
    (listener, port) = openListener()
    onThread { [weak self, listener] in
      while true {
        let descriptor = accept4(listener, nil, nil, closeOnExec)
        guard descriptor >= 0 else {
          // Closed here and nowhere else: another server's listener may get the number then.
          Glibc.close(listener)
          return
        }
        self?.accepts.add(1, ordering: .sequentiallyConsistent)
        onThread {
          let connection = FixtureConnection(descriptor)
          serve(connection)
          connection.close()
        }
      }
    }
  }

  /// Answers every request of every connection.
  convenience init(answer: @escaping @Sendable (FixtureRequest) -> String) {
    self.init { connection in
      while let request = connection.readRequest() { connection.write(answer(request)) }
    }
  }

  deinit {
    shutdown(listener, CInt(SHUT_RDWR))
  }

  func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }
}

/// One request as it came over the wire.
struct FixtureRequest: Sendable {
  var head: String
  var body: [UInt8] = []

  var line: Substring { head.prefix { $0 != "\r\n" } }
  var method: Substring { line.prefix { $0 != " " } }
  var target: Substring { line.dropFirst(method.count + 1).prefix { $0 != " " } }

  func field(_ name: String) -> String? {
    for line in head.split(separator: "\r\n").dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      guard line[..<colon].lowercased() == name.lowercased() else { continue }
      return String(line[line.index(after: colon)...].drop { $0 == " " })
    }
    return nil
  }
}

/// One accepted connection; used by its own thread.
final class FixtureConnection {
  private var descriptor: Int32
  private var buffer: [UInt8] = []

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// The next request with its body; nil: the client has closed the connection.
  func readRequest() -> FixtureRequest? {
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let range = buffer.firstRange(of: end) {
        var request = FixtureRequest(
          head: String(decoding: buffer[..<range.lowerBound], as: UTF8.self))
        buffer.removeSubrange(..<range.upperBound)
        let length = request.field("Content-Length").flatMap { Int($0) } ?? 0
        while buffer.count < length { guard readMore() else { return nil } }
        request.body = Array(buffer[..<length])
        buffer.removeSubrange(..<length)
        return request
      }
      guard readMore() else { return nil }
    }
  }

  /// Waits for the client to close the connection.
  func readToEnd() { while readMore() { buffer = [] } }

  /// Answers whether it was written.
  @discardableResult
  func write(_ text: String) -> Bool { write(Array(text.utf8)) }

  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        send(descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent, CInt(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  func close() {
    guard descriptor >= 0 else { return }
    Glibc.close(descriptor)
    descriptor = -1
  }

  /// Ends the connection with RST instead of FIN.
  func reset() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    close()
  }

  /// Copies bytes both ways between this connection and that port until either side ends.
  func relay(to port: UInt16) {
    let other = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | closeOnExec, 0)
    defer { Glibc.close(other) }
    guard withLoopback(port, { connect(other, $0, $1) }) == 0 else { return }
    let near = descriptor
    onThread { copy(from: other, to: near) }
    copy(from: near, to: other)
  }

  private func readMore() -> Bool {
    withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) {
      let count = recv(descriptor, $0.baseAddress, $0.count, 0)
      guard count > 0 else { return false }
      buffer.append(contentsOf: $0[..<count])
      return true
    }
  }
}

/// A connection that a child process holds too does not end when the test closes it.
private let closeOnExec = CInt(SOCK_CLOEXEC.rawValue)

private func copy(from source: Int32, to target: Int32) {
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = recv(source, &buffer, buffer.count, 0)
    guard count > 0, send(target, buffer, count, CInt(MSG_NOSIGNAL)) == count else { break }
  }
  shutdown(source, CInt(SHUT_RDWR))
  shutdown(target, CInt(SHUT_RDWR))
}

func openListener() -> (descriptor: Int32, port: UInt16) {
  let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | closeOnExec, 0)
  _ = withLoopback(0) { bind(descriptor, $0, $1) }
  listen(descriptor, 512)
  var address = sockaddr_in()
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  withUnsafeMutablePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      _ = getsockname(descriptor, $0, &length)
    }
  }
  return (descriptor, UInt16(bigEndian: address.sin_port))
}

/// A port of 127.0.0.1 that nobody listens on.
func freePort() -> UInt16 {
  let (descriptor, port) = openListener()
  close(descriptor)
  return port
}

/// Whether somebody accepts connections at that port of 127.0.0.1.
func isListening(_ port: UInt16) -> Bool {
  let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | closeOnExec, 0)
  defer { close(descriptor) }
  return withLoopback(port) { connect(descriptor, $0, $1) } == 0
}

func withLoopback<Result>(
  _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) -> Result {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = port.bigEndian
  address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
  return withUnsafePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
    }
  }
}

func onThread(_ body: @escaping @Sendable () -> Void) {
  final class Start {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var thread = pthread_t()
  pthread_create(
    &thread, nil,
    { context in
      if let context { Unmanaged<Start>.fromOpaque(context).takeRetainedValue().body() }
      return nil
    }, Unmanaged.passRetained(Start(body)).toOpaque())
  pthread_detach(thread)
}

/// "HTTP/1.1 <status>" with a length.
func reply(
  _ status: String = "200 OK", _ body: String = "", fields: [String] = []
) -> String {
  let lines = ["HTTP/1.1 \(status)"] + fields + ["Content-Length: \(body.utf8.count)", "", body]
  return lines.joined(separator: "\r\n")
}
