import PluginABI
import Synchronization
import Testing

@testable import PluginKit

@Suite struct HTTPExchangeTests {
  private let http = FakeHTTP()
  private let host: FakeHost
  private let link: HostLink

  init() {
    host = FakeHost(http: http)
    link = HostLink(host.table)
  }

  private func outcome(_ exchange: HTTPExchange) async -> HTTPExchange.Outcome {
    await withCheckedContinuation { exchange.start(HTTPRequest(url: "http://a/"), nil, $0) }
  }

  @Test func whatIsCancelledBeforehandIsNotSent() async {
    let exchange = HTTPExchange(link)
    exchange.cancel()
    #expect(await outcome(exchange) == .failure(.cancelled))
    #expect(http.record.withLock(\.next) == 1)
  }

  @Test func aCancellationWhileTheHostTakesTheRequestCounts() async {
    let exchange = HTTPExchange(link)
    http.record.withLock { $0.duringSend = { exchange.cancel() } }
    #expect(await outcome(exchange) == .failure(HTTPFailure(.cancelled, "cancelled")))
    #expect(http.record.withLock(\.cancelled) == [1])
  }

  @Test func aCompletionWhileTheHostTakesTheRequestCounts() async {
    let http = http
    http.record.withLock { $0.duringSend = { http.complete(1, status: 200) } }
    #expect(await outcome(HTTPExchange(link)) == .success(HTTPResponse(status: 200)))
  }

  @Test func aCancellationReachesTheHostOnce() async {
    let exchange = HTTPExchange(link)
    async let outcome = outcome(exchange)
    await http.arrival()
    exchange.cancel()
    exchange.cancel()
    #expect(await outcome == .failure(HTTPFailure(.cancelled, "cancelled")))
    #expect(http.record.withLock(\.cancelled) == [1])
  }

  @Test func whatHasEndedIsNotCancelledAtTheHost() async {
    let http = http
    http.record.withLock { $0.duringSend = { http.complete(1, status: 200) } }
    let exchange = HTTPExchange(link)
    #expect(await outcome(exchange) == .success(HTTPResponse(status: 200)))
    exchange.cancel()
    #expect(http.record.withLock(\.cancelled).isEmpty)
  }

  @Test func anEndedInstanceSendsNothing() async {
    link.end()
    guard case .failure(let failure) = await outcome(HTTPExchange(link)) else {
      Issue.record("there is no host any more")
      return
    }
    #expect(failure.code == .refused)
    #expect(http.record.withLock(\.next) == 1)
  }

  @Test(arguments: [false, true])
  func anExchangeIsLetGoWhetherItWasSentOrRefused(_ refuses: Bool) async {
    let http = http
    weak var held: HTTPExchange?
    do {
      let exchange = HTTPExchange(link)
      held = exchange
      http.record.withLock { record in
        record.refuses = refuses
        record.duringSend = { http.complete(1, status: 200) }
      }
      _ = await outcome(exchange)
    }
    #expect(held == nil)
  }
}
