import Glibc
import Testing

@testable import Postgres

@Suite struct CancellationTests {
  @Test func itStaysCancelledWhenASessionTakesTheJob() throws {
    let cancellation = Cancellation()
    cancellation.cancel()
    let wake = try #require(WakeDescriptor())
    cancellation.attach(wake)
    #expect(cancellation.isCancelled)
  }

  @Test func theSessionOfTheJobIsWoken() throws {
    let cancellation = Cancellation()
    let wake = try #require(WakeDescriptor())
    cancellation.attach(wake)
    #expect(!wake.isSignalled)
    cancellation.cancel()
    #expect(wake.isSignalled)
    wake.drain()
    #expect(!wake.isSignalled)
  }

  @Test func theSessionThatHasAnotherJobIsNot() throws {
    let cancellation = Cancellation()
    let wake = try #require(WakeDescriptor())
    cancellation.attach(wake)
    cancellation.detach()
    cancellation.cancel()
    #expect(!wake.isSignalled)
  }
}

extension WakeDescriptor {
  fileprivate var isSignalled: Bool {
    var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return Glibc.poll(&poll, 1, 0) == 1
  }
}
