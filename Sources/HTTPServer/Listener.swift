internal import CPlatform
internal import Glibc

/// One listening socket. Several may share a port: the kernel spreads connections over them.
final class Listener: Sendable {
  /// What accepting one connection came to.
  enum Accepted {
    case connection(Int32)
    /// No connection waits.
    case nothing
    /// The process or the system has no descriptor or memory left: do not try again at once.
    case exhausted
  }

  let descriptor: Int32

  /// Binds and listens. `isShared` sockets of one user may have the same address.
  init(_ address: SocketAddress, isShared: Bool) throws(HTTPServerError) {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    descriptor = socket(address.family, kind, 0)
    guard descriptor >= 0 else { throw HTTPServerError("socket", errno: errno) }
    setOption(SOL_SOCKET, SO_REUSEADDR)
    if isShared { setOption(SOL_SOCKET, SO_REUSEPORT) }
    // Accepted connections inherit it: answers are sent whole, so there is nothing to wait for.
    setOption(Int32(IPPROTO_TCP), TCP_NODELAY)
    let bound = address.withSystemAddress { bind(descriptor, $0, $1) }
    guard bound == 0, listen(descriptor, SOMAXCONN) == 0 else {
      throw HTTPServerError("Cannot listen on \(address)", errno: errno)
    }
  }

  deinit { Glibc.close(descriptor) }

  /// Binds `count` sockets to one address. An address that another socket listens on is refused,
  /// which sharing alone would not do.
  static func shared(_ address: SocketAddress, count: Int) throws(HTTPServerError) -> [Listener] {
    if address.port != 0 { _ = try Listener(address, isShared: false) }
    let first = try Listener(address, isShared: true)
    let bound = try SocketAddress(boundTo: first.descriptor)
    var listeners = [first]
    while listeners.count < count { listeners.append(try Listener(bound, isShared: true)) }
    return listeners
  }

  /// Takes one waiting connection.
  func accept() -> Accepted {
    let flags = Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    while true {
      let connection = accept4(descriptor, nil, nil, flags)
      if connection >= 0 { return .connection(connection) }
      switch errno {
      case EINTR, ECONNABORTED: continue
      case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .exhausted
      default: return .nothing
      }
    }
  }

  private func setOption(_ level: Int32, _ option: Int32) {
    var on: Int32 = 1
    setsockopt(descriptor, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
  }
}
