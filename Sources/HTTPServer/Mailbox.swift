internal import CPlatform
internal import Glibc
internal import Synchronization

/// What other threads ask of an event loop.
enum LoopMessage: Sendable {
  case perform(ExchangeOperation, Connection, UInt64)
  case stopAccepting
  /// Finish what runs, until `deadline` in the loop's milliseconds at most, then stop.
  case drain(deadline: UInt64)
}

/// Messages from any thread to one event loop, which `descriptor` wakes. Many messages cost one
/// wake-up: only the first after the loop has looked writes to the descriptor.
final class Mailbox: Sendable {
  private struct Content {
    var messages: [LoopMessage] = []
    var isClosed = false
  }

  /// An eventfd: readable when there are messages.
  let descriptor: Int32
  private let content = Mutex(Content())

  init() throws(HTTPServerError) {
    descriptor = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
    guard descriptor >= 0 else { throw HTTPServerError("eventfd", errno: errno) }
  }

  deinit { Glibc.close(descriptor) }

  /// [any] Adds a message; after `close` it is dropped.
  func post(_ message: LoopMessage) {
    let wakes = content.withLock { content in
      guard !content.isClosed else { return false }
      content.messages.append(message)
      return content.messages.count == 1
    }
    if wakes { eventfd_write(descriptor, 1) }
  }

  /// [loop] Takes all messages. `emptied` becomes the store of the next ones.
  func take(_ emptied: inout [LoopMessage]) {
    var count: eventfd_t = 0
    eventfd_read(descriptor, &count)
    content.withLock { swap(&$0.messages, &emptied) }
  }

  /// [loop] Drops all messages, now and later.
  func close() {
    let dropped = content.withLock { content in
      content.isClosed = true
      defer { content.messages = [] }
      return content.messages
    }
    _ = dropped
  }
}
