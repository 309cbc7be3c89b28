import Glibc

/// Frames on their way to one worker. Threads append under the owner's lock; one of them at a time
/// sends, outside of the lock, and takes along what the others appended meanwhile.
struct Outbox: Sendable {
  /// Bytes to send, and where.
  struct Batch: Sendable {
    let socket: Descriptor
    var bytes: [UInt8]
    var sent = 0
  }

  /// What became of a batch.
  enum Outcome: Sendable {
    case done
    /// The socket takes no more now.
    case full
    /// The worker is gone; the reading side reports it.
    case broken
  }

  private(set) var pending: [UInt8] = []
  private var spare: [UInt8] = []
  private var socket: Descriptor?
  private var isSending = false
  /// The socket was full; the supervisor says when it is not.
  private(set) var isFull = false
  /// How many bytes wait.
  var count: Int { pending.count }

  /// A new worker; what was for the last one is dropped.
  mutating func open(_ socket: Descriptor) {
    self = Outbox()
    self.socket = socket
  }

  /// The worker is gone.
  mutating func close() {
    self = Outbox()
  }

  mutating func append(_ frames: (inout [UInt8]) -> Void) {
    frames(&pending)
  }

  /// What the calling thread must send now; nil where another thread sends, nothing waits, or the
  /// socket is full.
  mutating func take() -> Batch? {
    guard !isSending, !isFull, count > 0, let socket else { return nil }
    isSending = true
    let batch = Batch(socket: socket, bytes: pending)
    pending = spare
    spare = []
    return batch
  }

  /// The batch has been sent as far as possible. Returns whether the supervisor must watch for the
  /// socket to take more.
  mutating func settle(_ batch: consuming Batch, _ outcome: Outcome) -> Bool {
    guard batch.socket === socket else { return false }
    isSending = false
    switch outcome {
    case .done:
      if batch.bytes.count <= FrameBuffer.idleBytes {
        batch.bytes.removeAll(keepingCapacity: true)
        spare = batch.bytes
      }
      return false
    case .full:
      batch.bytes.removeFirst(batch.sent)
      batch.bytes.append(contentsOf: pending)
      pending = batch.bytes
      isFull = true
      return true
    case .broken: return false
    }
  }

  /// The socket takes more again.
  mutating func becameWritable() {
    isFull = false
  }
}

extension Outbox.Batch {
  /// Sends as much as the socket takes. No lock is held.
  mutating func send() -> Outbox.Outcome {
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.send(
          socket.number, buffer.baseAddress.map { $0 + sent }, buffer.count - sent,
          Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      }
      if count >= 0 {
        sent += count
      } else if errno == EAGAIN {
        return .full
      } else if errno != EINTR {
        return .broken
      }
    }
    return .done
  }
}
