import PluginABI
import Synchronization
import Testing

@testable import PluginKit

/// Every way in which a streamed exchange ends early, and that nothing of it stays.
@Suite(.timeLimit(.minutes(1))) struct HTTPStreamEndTests {
  private let fake = FakeHTTP()
  private let host: FakeHost
  private let http: HTTP
  private var streams: FakeHTTPStreams { fake.streams }

  init() {
    host = FakeHost(http: fake)
    http = HTTP(link: HostLink(host.table))
  }

  private func open() async throws -> HTTPStream {
    let streams = streams
    streams.record.withLock { $0.duringSend = { streams.head() } }
    return try await http.stream(HTTPRequest(url: "http://a/"))
  }

  private func failure(_ body: () async throws -> Void) async -> HTTPFailure? {
    do {
      try await body()
      return nil
    } catch {
      return error as? HTTPFailure
    }
  }

  @Test func aStreamThatNobodyReadsEnds() async throws {
    _ = try await open()
    #expect(streams.cancelled == [1])
    #expect(streams.openCount == 0)
  }

  @Test func aBodyOutlivesItsStream() async throws {
    var body: HTTPBody? = try await open().body
    #expect(streams.cancelled.isEmpty)
    streams.body(1, "a")
    var iterator = body?.makeAsyncIterator()
    body = nil
    #expect(try await iterator?.next() == [97])
    #expect(streams.cancelled.isEmpty)
    iterator = nil
    #expect(streams.cancelled == [1])
  }

  @Test func aReadingThatEndsEarlyEndsTheExchange() async throws {
    let stream = try await open()
    streams.body(1, "a")
    for try await piece in stream.body {
      #expect(piece == [97])
      break
    }
    #expect(streams.cancelled == [1])
    withExtendedLifetime(stream) {}
  }

  @Test func cancellingTheStreamEndsItsReading() async throws {
    let stream = try await open()
    streams.body(1, "dropped")
    stream.cancel()
    stream.cancel()
    #expect(streams.cancelled == [1])
    let failure = await failure { for try await _ in stream.body {} }
    #expect(failure == .cancelled)
  }

  @Test func cancellingTheTaskEndsTheWaitForTheHead() async {
    // What the host says about it may come late.
    streams.record.withLock { $0.completesCancelled = false }
    let task = Task { try await http.stream(HTTPRequest(url: "http://a/")).status }
    await streams.arrival()
    task.cancel()
    #expect(await failure { _ = try await task.value } == .cancelled)
    #expect(streams.cancelled == [1])
    streams.head()
    streams.complete()
  }

  @Test func cancellingTheTaskEndsTheReading() async throws {
    streams.record.withLock { $0.completesCancelled = false }
    let stream = try await open()
    let isReading = Mutex(false)
    let task = Task {
      for try await _ in stream.body { isReading.withLock { $0 = true } }
    }
    streams.body(1, "a")
    while !isReading.withLock(\.self) { await Task.yield() }
    task.cancel()
    #expect(await failure { try await task.value } == .cancelled)
    #expect(streams.cancelled == [1])
    streams.body(1, "late")
    streams.complete(failure: TOOLRACK_HTTP_CANCELLED)
    #expect(streams.cancelled == [1])
  }

  @Test func aTaskThatIsCancelledAlreadySendsNothing() async {
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      _ = try await http.stream(HTTPRequest(url: "http://a/"))
    }
    task.cancel()
    #expect(await failure { try await task.value } == .cancelled)
    #expect(streams.record.withLock(\.requests).isEmpty)
  }

  @Test func aCancellationWhileTheHostTakesTheRequestCounts() async {
    let exchange = HTTPStreamExchange(HostLink(host.table))
    streams.record.withLock { $0.duringSend = { exchange.cancel() } }
    let head = await withCheckedContinuation {
      exchange.start(HTTPRequest(url: "http://a/"), nil, $0)
    }
    #expect(head == .failure(.cancelled))
    #expect(streams.cancelled == [1])
  }

  @Test func aWholeExchangeWhileTheHostTakesTheRequestCounts() async throws {
    let streams = streams
    streams.record.withLock { record in
      record.duringSend = {
        streams.head()
        streams.body(1, "all")
        streams.complete()
      }
    }
    let stream = try await http.stream(HTTPRequest(url: "http://a/"))
    var pieces: [[UInt8]] = []
    for try await piece in stream.body { pieces.append(piece) }
    #expect(pieces == [Array("all".utf8)])
    #expect(streams.cancelled.isEmpty)
  }

  private enum Ending: CaseIterable {
    case whole, unread, early, refused, cancelled
  }

  @Test(arguments: Ending.allCases)
  private func anExchangeIsLetGo(_ ending: Ending) async throws {
    weak var held: HTTPStreamExchange?
    do {
      let exchange = HTTPStreamExchange(HostLink(host.table))
      held = exchange
      streams.record.withLock { [streams] record in
        record.refuses = ending == .refused
        record.duringSend = { streams.head() }
      }
      let head = await withCheckedContinuation {
        exchange.start(HTTPRequest(url: "http://a/"), nil, $0)
      }
      let hasHead = (try? head.get()) != nil
      #expect(hasHead == (ending != .refused))
      try await end(HTTPBody(StreamReader(exchange)), ending)
    }
    #expect(held == nil)
  }

  private func end(_ body: HTTPBody, _ ending: Ending) async throws {
    streams.body(1, "a")
    switch ending {
    case .whole:
      streams.complete()
      for try await _ in body {}
    case .early: for try await _ in body { break }
    case .cancelled: body.reader.exchange.cancel()
    case .unread, .refused: break
    }
  }

  @Test func cancellationsAtAnyMomentLeaveNothing() async {
    await withTaskGroup(of: Void.self) { group in
      for turn in 1...300 {
        let task = Task {
          for try await _ in try await http.stream(HTTPRequest(url: "http://a/")).body {}
        }
        group.addTask { [streams] in
          for number in [turn, turn + 1].map(UInt64.init) {
            streams.head(number)
            streams.body(number, "a")
            await Task.yield()
          }
        }
        group.addTask {
          await Task.yield()
          task.cancel()
          _ = await task.result
        }
      }
    }
    #expect(streams.openCount == 0)
  }
}
