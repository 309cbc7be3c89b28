import Glibc
import Synchronization

@testable import HTTPClient

/// What a receiver gets, as text, in its order.
final class Arrivals: Sendable {
  private let texts = Mutex<[String]>([])

  var seen: [String] { texts.withLock { $0 } }
  /// The body: what came after the head.
  var text: String { seen.dropFirst().joined() }

  var receiver: HTTPClientReceiver {
    { [self] piece in
      let text =
        switch piece {
        case .head(let head):
          "\(head.status) " + head.fields.map { "\($0.name): \($0.value)" }.joined(separator: ", ")
        case .body(let bytes): String(decoding: bytes, as: UTF8.self)
        }
      texts.withLock { $0.append(text) }
    }
  }
}

/// A streamed exchange that a test has started.
final class FixtureStream: Sendable {
  let arrivals = Arrivals()
  let number: UInt64
  private let client: HTTPClient
  private let outcomes = Mutex<[Outcome]>([])

  /// `received` runs after each piece, on the client's thread, with what has come so far.
  init(
    _ client: HTTPClient, _ request: HTTPClientRequest, lifetimeMilliseconds: Int? = nil,
    received: @escaping @Sendable (FixtureStream) -> Void = { _ in }
  ) {
    self.client = client
    number = client.makeExchange()
    let receiver = arrivals.receiver
    client.stream(request, exchange: number, lifetimeMilliseconds: lifetimeMilliseconds) {
      receiver($0)
      received(self)
    } completion: { outcome in
      self.outcomes.withLock { $0.append(outcome) }
    }
  }

  func cancel() { client.cancel(number) }

  /// Every completion so far: one at most.
  var completions: [Outcome] { outcomes.withLock { $0 } }

  /// The completion; nil after ten seconds.
  func outcome() async throws -> Outcome? {
    _ = try await eventually { !completions.isEmpty }
    return completions.first
  }
}

extension Count {
  /// Lets a server's thread wait for a client; gives up after half a minute.
  func wait(for value: Int) {
    for _ in 0..<30_000 where self.value < value { usleep(1_000) }
  }
}

extension FixtureConnection {
  /// The head of a response without a length, and one chunk for each text. No end.
  func writeChunks(_ texts: String...) {
    write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for text in texts { writeChunk(text) }
  }

  @discardableResult
  func writeChunk(_ text: String) -> Bool {
    write("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n")
  }

  func writeLastChunk() { write("0\r\n\r\n") }
}
