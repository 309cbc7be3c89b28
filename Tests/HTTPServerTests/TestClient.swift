import CPlatform
import Glibc

@testable import HTTPServer

/// A raw connection to a server on this machine. Its calls block, for a long time at most.
final class TestClient {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let descriptor: Int32
  private var received: [UInt8] = []

  init(_ server: HTTPServer, receiveBufferBytes: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    if var bytes = receiveBufferBytes {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, 4)
    }
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    let connected = server.address.withSystemAddress { connect(descriptor, $0, $1) }
    guard connected == 0 else { throw Failure(description: "connect: errno \(errno)") }
  }

  deinit { Glibc.close(descriptor) }

  func send(_ text: String) throws { try send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw Failure(description: "send: errno \(errno)") }
      rest = rest.dropFirst(count)
    }
  }

  /// Closes the sending side.
  func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Closes with a reset instead of an end.
  func reset() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    var unspecified = sockaddr()
    unspecified.sa_family = sa_family_t(AF_UNSPEC)
    connect(descriptor, &unspecified, socklen_t(MemoryLayout<sockaddr>.size))
  }

  /// Reads one response of known length, its status line and fields included.
  func response() throws -> String {
    let head = try read(through: "\r\n\r\n")
    guard
      let field = head.split(separator: "\r\n").first(where: { $0.hasPrefix("Content-Length") }),
      let count = field.split(separator: " ").last.flatMap({ Int($0) })
    else { return head }
    return head + (try read(count))
  }

  /// Reads through the next `text`.
  func read(through text: String) throws -> String {
    let end = Array(text.utf8)
    var scanned = 0
    while true {
      if let found = firstIndex(of: end, from: scanned) { return take(found + end.count) }
      scanned = max(0, received.count - end.count)
      guard try receive() else {
        throw Failure(description: "closed after \"\(String(decoding: received, as: UTF8.self))\"")
      }
    }
  }

  /// Reads `count` bytes.
  func read(_ count: Int) throws -> String {
    while received.count < count {
      guard try receive() else {
        throw Failure(description: "closed after \(received.count) of \(count) bytes")
      }
    }
    return take(count)
  }

  /// Reads to the end of the connection; a reset is an end as well.
  func rest() throws -> String {
    while try receive() {}
    return take(received.count)
  }

  private func take(_ count: Int) -> String {
    defer { received.removeFirst(count) }
    return String(decoding: received.prefix(count), as: UTF8.self)
  }

  private func firstIndex(of wanted: [UInt8], from start: Int) -> Int? {
    guard received.count >= wanted.count else { return nil }
    return (start...received.count - wanted.count).first {
      received[$0..<$0 + wanted.count].elementsEqual(wanted)
    }
  }

  /// False at the end.
  private func receive() throws -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    if count < 0, errno == EAGAIN { throw Failure(description: "nothing came for 20 s") }
    guard count > 0 else { return false }
    received += buffer.prefix(count)
    return true
  }
}

/// A POST of `body` to `path`.
func post(_ path: String, _ body: String, _ fields: String = "") -> String {
  "POST \(path) HTTP/1.1\r\nHost: a\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
}

/// A GET of `path`.
func get(_ path: String, _ fields: String = "") -> String {
  "GET \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n"
}
