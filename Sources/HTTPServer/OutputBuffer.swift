internal import CPlatform
internal import Glibc

/// Bytes of one connection that wait to be sent.
struct OutputBuffer {
  /// What an attempt to send has left.
  enum Remainder: Equatable {
    case nothing
    /// The socket takes no more at the moment.
    case some
    /// The connection is broken.
    case failed
  }

  /// The bytes to append to; those before `start` are sent.
  var bytes: [UInt8] = []
  private var start = 0

  /// How many bytes wait.
  var count: Int { bytes.count - start }

  /// Sends what the socket takes.
  mutating func send(to descriptor: Int32) -> Remainder {
    while start < bytes.count {
      let sent = bytes.withUnsafeBytes { all in
        Glibc.send(
          descriptor, all.baseAddress?.advanced(by: start), all.count - start,
          Int32(MSG_NOSIGNAL))
      }
      if sent >= 0 {
        start += sent
      } else if errno == EAGAIN {
        cutSent()
        return .some
      } else if errno != EINTR {
        return .failed
      }
    }
    start = 0
    bytes.removeAll(keepingCapacity: true)
    return .nothing
  }

  /// Frees the sent part when it is the larger one: each byte is moved once at most.
  private mutating func cutSent() {
    guard start > bytes.count / 2 else { return }
    bytes.removeFirst(start)
    start = 0
  }
}
