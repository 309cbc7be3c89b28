internal import CPlatform
internal import Glibc

/// One listening socket. Several may share a port: the kernel spreads connections over them.
struct Listener {
  /// What accepting one connection came to.
  enum Accepted {
    case connection(Int32)
    /// No connection waits.
    case none
    /// The process or the system has no descriptor or memory left: do not try again at once.
    case exhausted
  }

  let descriptor: Int32

  /// Binds and listens. `shared` sockets of one process may have the same address.
  init(_ address: SocketAddress, shared: Bool = true) throws(HTTPServerError) {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    descriptor = socket(address.family, kind, 0)
    guard descriptor >= 0 else { throw HTTPServerError("socket", errno: errno) }
    Self.setOption(descriptor, SOL_SOCKET, SO_REUSEADDR)
    if shared { Self.setOption(descriptor, SOL_SOCKET, SO_REUSEPORT) }
    // Accepted connections inherit it: answers are sent whole, so there is nothing to wait for.
    Self.setOption(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY)
    let bound = address.withSystemAddress { bind(descriptor, $0, $1) }
    guard bound == 0, listen(descriptor, SOMAXCONN) == 0 else {
      let number = errno
      Glibc.close(descriptor)
      throw HTTPServerError("Cannot listen on \(address)", errno: number)
    }
  }

  /// Binds `count` sockets to one address. An address that another socket listens on is refused,
  /// which sharing alone would not do.
  static func shared(_ address: SocketAddress, count: Int) throws(HTTPServerError) -> [Listener] {
    if address.port != 0 { try Listener(address, shared: false).close() }
    var listeners = [try Listener(address)]
    let bound = try SocketAddress(boundTo: listeners[0].descriptor)
    do {
      while listeners.count < count { listeners.append(try Listener(bound)) }
    } catch {
      for listener in listeners { listener.close() }
      throw error
    }
    return listeners
  }

  /// Takes one waiting connection.
  func accept() -> Accepted {
    while true {
      let flags = Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
      let connection = accept4(descriptor, nil, nil, flags)
      if connection >= 0 { return .connection(connection) }
      switch errno {
      case EAGAIN: return .none
      case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .exhausted
      case EBADF, EINVAL, ENOTSOCK, EFAULT: return .none
      default: continue  // The connection failed before it was taken; the next may be well.
      }
    }
  }

  func close() { Glibc.close(descriptor) }

  private static func setOption(_ descriptor: Int32, _ level: Int32, _ option: Int32) {
    var on: Int32 = 1
    setsockopt(descriptor, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
  }
}
