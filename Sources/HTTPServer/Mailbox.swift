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

/// Messages from any thread to one event loop. `descriptor` wakes the loop, and is written only
/// while the loop sleeps: under load, messages cost no system call.
final class Mailbox: Sendable {
  private struct Content {
    var messages: [LoopMessage] = []
    var isLoopAsleep = false
    var isClosed = false
  }

  /// An eventfd, to be watched for edges: it is never read.
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
      defer { content.isLoopAsleep = false }
      return content.isLoopAsleep
    }
    if wakes { eventfd_write(descriptor, 1) }
  }

  /// [loop] Whether nothing waits to be taken.
  var isEmpty: Bool { content.withLock { $0.messages.isEmpty } }

  /// [loop] To be called before sleeping; false when there are messages already.
  func fallAsleep() -> Bool {
    content.withLock { content in
      content.isLoopAsleep = content.messages.isEmpty
      return content.isLoopAsleep
    }
  }

  /// [loop] Takes all messages. `emptied` becomes the store of the next ones.
  func take(_ emptied: inout [LoopMessage]) {
    content.withLock { content in
      content.isLoopAsleep = false
      swap(&content.messages, &emptied)
    }
  }

  /// [loop] Drops all messages, now and later.
  func close() {
    // Released outside the lock: the last reference to an exchange may be among them.
    let dropped = content.withLock { content in
      content.isClosed = true
      defer { content.messages = [] }
      return content.messages
    }
    withExtendedLifetime(dropped) {}
  }
}
