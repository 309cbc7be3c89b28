import CPlatform
import Glibc
import Testing

@testable import HTTPServer

@Suite struct MailboxTests {
  private func wakeUps(_ mailbox: Mailbox) -> UInt64 {
    var count: eventfd_t = 0
    return eventfd_read(mailbox.descriptor, &count) == 0 ? count : 0
  }

  @Test func `wakes a sleeping loop once, and a busy one not at all`() throws {
    let mailbox = try Mailbox()
    mailbox.post(.stopAccepting)
    #expect(wakeUps(mailbox) == 0)
    #expect(!mailbox.fallAsleep())
    var messages: [LoopMessage] = []
    mailbox.take(&messages)
    #expect(messages.count == 1)
    #expect(mailbox.fallAsleep())
    for _ in 0..<3 { mailbox.post(.stopAccepting) }
    #expect(wakeUps(mailbox) == 1)
    messages.removeAll()
    mailbox.take(&messages)
    #expect(messages.count == 3)
  }

  @Test func `drops what comes after closing`() throws {
    let mailbox = try Mailbox()
    mailbox.close()
    mailbox.post(.stopAccepting)
    var messages: [LoopMessage] = []
    mailbox.take(&messages)
    #expect(messages.isEmpty)
  }
}
