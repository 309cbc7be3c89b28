internal import Glibc

/// An IP address and port to listen on.
package struct SocketAddress: Sendable, CustomStringConvertible {
  private enum Storage {
    case four(sockaddr_in)
    case six(sockaddr_in6)
  }

  private var storage: Storage

  /// Reads `127.0.0.1:8080`, `[::1]:8080` or `localhost:8080`, which is 127.0.0.1. Port 0 lets the
  /// system choose. Other names are not looked up.
  package init(_ text: String) throws(HTTPServerError) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...])
    else { throw Self.malformed(text) }
    let host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      guard let six = Self.six(String(host.dropFirst().dropLast()), port) else {
        throw Self.malformed(text)
      }
      storage = .six(six)
    } else {
      let name = host == "localhost" ? "127.0.0.1" : String(host)
      guard let four = Self.four(name, port) else { throw Self.malformed(text) }
      storage = .four(four)
    }
  }

  /// The address that the bound socket `descriptor` has.
  init(boundTo descriptor: Int32) throws(HTTPServerError) {
    var six = sockaddr_in6()
    var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
    let result = withUnsafeMutablePointer(to: &six) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &length)
      }
    }
    guard result == 0 else { throw HTTPServerError("getsockname", errno: errno) }
    if six.sin6_family == sa_family_t(AF_INET6) {
      storage = .six(six)
    } else {
      // sockaddr_in is the shorter of the two, and both begin with the family.
      storage = .four(withUnsafeBytes(of: six) { $0.loadUnaligned(as: sockaddr_in.self) })
    }
  }

  /// The port in the machine's byte order.
  package var port: UInt16 {
    switch storage {
    case .four(let four): UInt16(bigEndian: four.sin_port)
    case .six(let six): UInt16(bigEndian: six.sin6_port)
    }
  }

  /// Whether only this machine can reach the address: 127.0.0.0/8 or ::1.
  package var isLoopback: Bool {
    switch storage {
    case .four(let four): UInt32(bigEndian: four.sin_addr.s_addr) >> 24 == 127
    case .six(let six):
      withUnsafeBytes(of: six.sin6_addr) { $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1 }
    }
  }

  /// As it is written in a URL: `127.0.0.1:8080`, `[::1]:8080`.
  package var description: String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    switch storage {
    case .four(var four):
      inet_ntop(AF_INET, &four.sin_addr, &text, socklen_t(text.count))
      return "\(Self.string(text)):\(port)"
    case .six(var six):
      inet_ntop(AF_INET6, &six.sin6_addr, &text, socklen_t(text.count))
      return "[\(Self.string(text))]:\(port)"
    }
  }

  /// The same address with another port.
  func with(port: UInt16) -> SocketAddress {
    var copy = self
    switch storage {
    case .four(var four):
      four.sin_port = port.bigEndian
      copy.storage = .four(four)
    case .six(var six):
      six.sin6_port = port.bigEndian
      copy.storage = .six(six)
    }
    return copy
  }

  /// The address family for `socket`.
  var family: Int32 {
    switch storage {
    case .four: AF_INET
    case .six: AF_INET6
    }
  }

  /// Calls `body` with the address in the form that system calls take.
  func withSystemAddress<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
    switch storage {
    case .four(let four): Self.call(body, with: four)
    case .six(let six): Self.call(body, with: six)
    }
  }

  private static func call<T, R>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> R, with address: T
  ) -> R {
    withUnsafePointer(to: address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<T>.size))
      }
    }
  }

  private static func four(_ host: String, _ port: UInt16) -> sockaddr_in? {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    return inet_pton(AF_INET, host, &address.sin_addr) == 1 ? address : nil
  }

  private static func six(_ host: String, _ port: UInt16) -> sockaddr_in6? {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = port.bigEndian
    return inet_pton(AF_INET6, host, &address.sin6_addr) == 1 ? address : nil
  }

  private static func string(_ text: [CChar]) -> String {
    String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func malformed(_ text: String) -> HTTPServerError {
    HTTPServerError(
      "\"\(text)\" is not an address to listen on; write an IP address and a port, "
        + "such as 127.0.0.1:8080 or [::1]:8080.")
  }
}
