import Glibc
import Synchronization

/// The worker's end of the socket for sending: frames from any thread, in order, with as few writes
/// as possible.
final class WorkerChannel: Sendable {
  private struct State {
    var pending: [UInt8] = []
    var isWriting = false
  }

  private let descriptor: Int32
  private let state = Mutex(State())

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Appends frames and sends them, unless another thread sends already and takes these along. An
  /// answer is on its way before the next call begins, so that no crash takes it along.
  func send(_ append: (inout [UInt8]) -> Void) {
    let mayWrite = state.withLock { state in
      append(&state.pending)
      return !state.isWriting
    }
    if mayWrite { flush() }
  }

  /// Returns when everything has been sent.
  func finish() {
    while state.withLock({ $0.isWriting || !$0.pending.isEmpty }) {
      flush()
      usleep(100)
    }
  }

  private func flush() {
    while let bytes = takePending() {
      write(bytes)
      state.withLock { $0.isWriting = false }
    }
  }

  private func takePending() -> [UInt8]? {
    state.withLock { state in
      guard !state.isWriting, !state.pending.isEmpty else { return nil }
      state.isWriting = true
      defer { state.pending = [] }
      return state.pending
    }
  }

  /// The host reads as fast as it can. When it is gone, the reading side ends the worker.
  private func write(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        let count = Glibc.send(
          descriptor, buffer.baseAddress.map { $0 + sent }, buffer.count - sent,
          Int32(MSG_NOSIGNAL))
        if count > 0 { sent += count }
        if count < 0 && errno != EINTR { return }
      }
    }
  }
}
