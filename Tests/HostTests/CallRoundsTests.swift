import Testing

@testable import Host

/// The rounds of one request, without plugin and client.
@Suite struct CallRoundsTests {
  private func asking(_ keys: [String: String], state: [UInt8] = []) -> CallRounds {
    var rounds = CallRounds()
    let isAsked = rounds.ask(keys, state: state, deadline: 100)
    #expect(isAsked)
    return rounds
  }

  @Test func `runs again when everything is answered, with the plugin's own state`() {
    var rounds = asking(["q1": "name", "q2": "roots"], state: [1, 2])
    #expect(rounds.answer("q2", with: Array(#"{"roots":[]}"#.utf8)) == .wait)
    let last = rounds.answer("q1", with: Array(#"{"action":"accept"}"#.utf8))
    let responses = #"{"roots":{"roots":[]},"name":{"action":"accept"}}"#
    #expect(last == .run(.init(responses: Array(responses.utf8), state: [1, 2])))
    #expect(rounds.number == 2)
  }

  @Test func `takes each answer once, and none that nobody asked for`() {
    var rounds = asking(["q1": "a", "q2": "b"])
    #expect(rounds.answer("q3", with: Array("{}".utf8)) == .wait)
    #expect(rounds.answer("q1", with: Array("{}".utf8)) == .wait)
    #expect(rounds.answer("q1", with: Array("{}".utf8)) == .wait)
    #expect(rounds.number == 1)
    #expect(rounds.refuse("q1", "late") == .wait)
    #expect(rounds.refuse("q2", "no") == .fail("no"))
  }

  @Test func `goes on at once where only a state was given`() {
    var rounds = asking([:], state: [7])
    #expect(rounds.goOn() == .run(.init(responses: Array("{}".utf8), state: [7])))
    #expect(rounds.goOn() == .wait)
    var other = asking(["q": "k"])
    #expect(other.goOn() == .wait)
  }

  @Test func `asks only while the plugin runs, and a bounded number of times`() {
    var rounds = asking(["q": "k"])
    let isAskedAgain = rounds.ask(["r": "k"], state: [], deadline: 100)
    #expect(!isAskedAgain)
    for round in 2...CallRounds.maximumRounds {
      _ = rounds.answer("q", with: Array("{}".utf8))
      #expect(rounds.number == round)
      if round < CallRounds.maximumRounds {
        let isAsked = rounds.ask(["q": "k"], state: [], deadline: 100)
        #expect(isAsked && rounds.mayAsk)
      }
    }
    #expect(!rounds.mayAsk)
  }

  @Test func `is overdue only while the client is asked`() {
    var rounds = asking(["q": "k"])
    #expect(!rounds.isOverdue(now: 99) && rounds.isOverdue(now: 100))
    _ = rounds.answer("q", with: Array("{}".utf8))
    #expect(!rounds.isOverdue(now: 1000))
  }

  @Test func `waits less for a client that has gone`() {
    var rounds = asking(["q": "k"])
    rounds.shorten(to: 200)
    #expect(!rounds.isOverdue(now: 99) && rounds.isOverdue(now: 100))
    rounds.shorten(to: 50)
    #expect(rounds.isOverdue(now: 50))
    _ = rounds.answer("q", with: Array("{}".utf8))
    rounds.shorten(to: 10)
    #expect(!rounds.isOverdue(now: 1000))
  }

  @Test func `ends once, and is deaf from then on`() {
    var rounds = asking(["q": "k"])
    let (first, second) = (rounds.end(), rounds.end())
    #expect(first && !second && rounds.isDone)
    #expect(rounds.answer("q", with: Array("{}".utf8)) == .wait)
    let isAskedAgain = rounds.ask(["r": "k"], state: [], deadline: 100)
    #expect(!isAskedAgain)
  }
}
