import PluginABI
import Synchronization
import Testing

@testable import PluginKit

/// A streamed response between its head and its end.
@Suite(.timeLimit(.minutes(1))) struct HTTPStreamTests {
  private let fake = FakeHTTP()
  private let host: FakeHost
  private let http: HTTP
  private var streams: FakeHTTPStreams { fake.streams }

  init() {
    host = FakeHost(http: fake)
    http = HTTP(link: HostLink(host.table))
  }

  /// A stream whose head has come.
  private func open() async throws -> HTTPStream {
    let streams = streams
    streams.record.withLock { $0.duringSend = { streams.head(fields: [("A", "b")]) } }
    return try await http.stream(HTTPRequest(url: "http://a/"))
  }

  private func text(_ stream: HTTPStream) async throws -> String {
    var whole: [UInt8] = []
    for try await piece in stream.body { whole += piece }
    return String(decoding: whole, as: UTF8.self)
  }

  private func failure(_ body: () async throws -> Void) async -> HTTPFailure? {
    do {
      try await body()
      return nil
    } catch {
      return error as? HTTPFailure
    }
  }

  @Test func theRequestReachesTheHostWhole() async throws {
    let request = HTTPRequest(
      method: "POST", url: "https://example.com/a", fields: [HTTPField("A", "b")], body: [1, 2],
      timeoutMilliseconds: 1500, followsRedirects: true)
    streams.record.withLock { [streams] in $0.duringSend = { streams.head(status: 404) } }
    let stream = try await http.stream(request)
    #expect(stream.status == 404)
    let expected = FakeHTTP.Request(
      method: "POST", url: "https://example.com/a", fields: [["A", "b"]], body: [1, 2],
      flags: TOOLRACK_HTTP_FOLLOW_REDIRECTS, timeoutMilliseconds: 1500, responseLimitBytes: 0)
    #expect(streams.record.withLock(\.requests) == [expected])
  }

  @Test func theHeadComesWhileTheBodyIsStillToCome() async throws {
    let stream = try await open()
    #expect(stream.status == 200)
    #expect(stream.fields == [HTTPField("A", "b")])
    #expect(stream.field("a") == "b")
    #expect(streams.openCount == 1)
  }

  @Test func eachPieceIsReadWhenItArrives() async throws {
    let stream = try await open()
    var pieces: [String] = []
    streams.body(1, "0")
    for try await piece in stream.body {
      pieces.append(String(decoding: piece, as: UTF8.self))
      if pieces.count < 4 { streams.body(1, "\(pieces.count)") } else { streams.complete() }
    }
    #expect(pieces == ["0", "1", "2", "3"])
    #expect(streams.cancelled.isEmpty, "an exchange that has ended is not cancelled")
  }

  @Test func aReaderThatWaitsGetsWhatComes() async throws {
    let stream = try await open()
    async let read = text(stream)
    for _ in 0..<100 {
      await Task.yield()
      streams.body(1, "x")
    }
    streams.complete()
    #expect(try await read == String(repeating: "x", count: 100))
  }

  @Test func aFailureComesAfterWhatArrived() async throws {
    let stream = try await open()
    streams.body(1, "half")
    streams.complete(failure: TOOLRACK_HTTP_BROKEN, message: "Cut.")
    var iterator = stream.body.makeAsyncIterator()
    #expect(try await iterator.next() == Array("half".utf8))
    let failure = await failure { _ = try await iterator.next() }
    #expect(failure == HTTPFailure(.broken, "Cut."))
  }

  @Test func aFailureInPlaceOfTheHeadIsThrown() async {
    streams.record.withLock { [streams] in
      $0.duringSend = { streams.complete(failure: TOOLRACK_HTTP_CONNECT, message: "Nobody.") }
    }
    let failure = await failure { _ = try await open(url: "http://a/") }
    #expect(failure == HTTPFailure(.connect, "Nobody."))
  }

  @Test func anEndInPlaceOfTheHeadIsAFailure() async {
    streams.record.withLock { [streams] in $0.duringSend = { streams.complete() } }
    #expect(await failure { _ = try await open(url: "http://a/") }?.code == .broken)
  }

  private func open(url: String) async throws -> HTTPStream {
    try await http.stream(HTTPRequest(url: url))
  }

  @Test func aRefusalIsSaid() async {
    streams.record.withLock { $0.refuses = true }
    let refused = HTTPFailure(.refused, "The host refused the request.")
    #expect(await failure { _ = try await open(url: "http://a/") } == refused)
  }

  @Test func aHostThatDoesNotStreamIsSaid() async {
    let host = FakeHost()
    let http = HTTP(link: HostLink(host.table))
    let failure = await failure { _ = try await http.stream(HTTPRequest(url: "http://a/")) }
    #expect(failure == HTTPFailure(.refused, "The host has no HTTP client that streams."))
    withExtendedLifetime(host) {}
  }

  @Test func aBodyIsReadOnce() async throws {
    let stream = try await open()
    streams.complete()
    var first = stream.body.makeAsyncIterator()
    var second = stream.body.makeAsyncIterator()
    #expect(await failure { _ = try await second.next() } == .readTwice)
    #expect(try await first.next() == nil)
  }

  @Test func aSlowReaderIsToldAndTheExchangeEnds() async throws {
    let stream = try await open()
    streams.record.withLock { $0.completesCancelled = false }
    let mebibyte = String(repeating: "x", count: 1 << 20)
    let most = BodyBuffer.maximumUnreadBytes >> 20
    for _ in 0..<most { streams.body(1, mebibyte) }
    #expect(streams.cancelled.isEmpty)
    for _ in 0..<3 { streams.body(1, "y") }
    #expect(streams.cancelled == [1])
    var count = 0
    let failure = await failure {
      for try await piece in stream.body { count += piece.count }
    }
    #expect(count == BodyBuffer.maximumUnreadBytes)
    #expect(failure?.code == .tooLarge)
    #expect(failure?.message.contains("16777216 bytes") == true)
  }
}
