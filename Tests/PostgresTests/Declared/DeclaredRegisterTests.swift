import JSON
import Testing

@testable import Postgres

@Suite struct DeclaredRegisterTests {
  private static let second: Int64 = 1_000_000_000

  private func definition(
    _ name: String, statement: String = "SELECT 1", file: String = "a.json"
  ) throws -> DeclaredDefinition {
    try Definitions.one(
      #"{"name": "\#(name)", "description": "d", "statement": "\#(statement)"}"#, file: file)
  }

  private func checked(_ text: String) -> DeclaredRegister.Outcome {
    .accepted(
      CheckedStatement(
        text: text, forms: [], argumentSchemas: [], columns: [], plans: [], outputSchema: [:]))
  }

  private func problem(_ definition: DeclaredDefinition) -> DeclaredProblem {
    definition.problem("no")
  }

  @Test func aToolIsListedOnceItIsChecked() throws {
    let a = try definition("a")
    var register = DeclaredRegister()
    register.replace([.success(a)], now: 5)
    #expect(register.listed.isEmpty)
    #expect(!register.isSettled)
    #expect(register.due(now: 4).isEmpty)
    #expect(register.due(now: 5).map(\.name) == ["a"])
    register.record(checked("x"), of: a, now: 6)
    #expect(register.listed.map(\.checked?.text) == ["x"])
    #expect(register.isSettled)
    #expect(register.due(now: .max).isEmpty)
    #expect(register.problems.isEmpty)
  }

  @Test func aRefusedToolIsAskedForAgain() throws {
    let a = try definition("a")
    var register = DeclaredRegister()
    register.replace([.success(a)], now: 0)
    register.record(.refused(problem(a)), of: a, now: 0)
    #expect(register.listed.isEmpty)
    #expect(register.problems.map(\.isListed) == [false])
    #expect(register.due(now: DeclaredRegister.refusedNanoseconds - 1).isEmpty)
    #expect(register.due(now: DeclaredRegister.refusedNanoseconds).count == 1)
    register.record(checked("x"), of: a, now: 0)
    #expect(register.problems.isEmpty)
    #expect(register.listed.count == 1)
  }

  @Test func aToolWhoseDatabaseIsDownIsListedUnchecked() throws {
    let a = try definition("a")
    var register = DeclaredRegister()
    register.replace([.success(a)], now: 0)
    var pauses: [Int64] = []
    var now: Int64 = 0
    for _ in 0..<8 {
      register.record(.unreachable(problem(a)), of: a, now: now)
      let next = (1...60).first { !register.due(now: now + Int64($0) * Self.second).isEmpty } ?? 0
      pauses.append(Int64(next))
      now += Int64(next) * Self.second
    }
    #expect(pauses == [1, 2, 4, 8, 16, 30, 30, 30])
    #expect(register.listed.map { $0.checked == nil } == [true])
    #expect(register.problems.map(\.isListed) == [true])
    #expect(register.isSettled)
    // What was checked stays so through an outage.
    register.record(checked("x"), of: a, now: now)
    register.recheck(a, now: now)
    register.record(.unreachable(problem(a)), of: a, now: now)
    #expect(register.listed.map(\.checked?.text) == ["x"])
  }

  @Test func whatFailsInEveryCallIsNotCheckedAtEveryCall() throws {
    let a = try definition("a")
    var register = DeclaredRegister()
    register.replace([.success(a)], now: 0)
    register.record(checked("x"), of: a, now: Self.second)
    register.recheck(a, now: 2 * Self.second)
    #expect(register.due(now: 5 * Self.second).isEmpty)
    #expect(register.due(now: 6 * Self.second).count == 1)
    register.record(checked("x"), of: a, now: 20 * Self.second)
    register.recheck(a, now: 40 * Self.second)
    #expect(register.due(now: 40 * Self.second).count == 1)
  }

  @Test func aChangedToolStaysAsItWasUntilItIsChecked() throws {
    let old = try definition("a")
    let new = try definition("a", statement: "SELECT 2")
    var register = DeclaredRegister()
    register.replace([.success(old)], now: 0)
    register.record(checked("old"), of: old, now: 0)
    register.replace([.success(new)], now: 1)
    #expect(register.listed.map(\.checked?.text) == ["old"])
    // What is still said of the old one is not believed of the new one.
    register.record(checked("late"), of: old, now: 1)
    #expect(register.listed.map(\.checked?.text) == ["old"])
    register.record(checked("new"), of: new, now: 1)
    #expect(register.listed.map(\.checked?.text) == ["new"])
    register.replace([], now: 2)
    #expect(register.listed.isEmpty)
  }

  @Test func anUntouchedFileIsNotCheckedAgain() throws {
    let a = try definition("a")
    var register = DeclaredRegister()
    register.replace([.success(a)], now: 0)
    register.record(checked("x"), of: a, now: 0)
    register.replace([.success(try definition("a"))], now: 1)
    #expect(register.due(now: 1).isEmpty)
    #expect(register.listed.map(\.checked?.text) == ["x"])
  }

  @Test func aNameBelongsToTheFirst() throws {
    let first = try definition("a", file: "a.json")
    let second = try definition("a", file: "b.json")
    var register = DeclaredRegister()
    register.replace([.success(first), .success(second)], now: 0)
    register.record(checked("x"), of: first, now: 0)
    #expect(register.listed.count == 1)
    #expect(
      register.problems.map(\.description)
        == ["b.json:1:1: tool \"a\": there is a tool of that name already, in a.json:1"])
  }

  @Test func whatWaitsCanBeListed() throws {
    var register = DeclaredRegister()
    register.replace([.success(try definition("a"))], now: 0)
    register.listWaiting()
    #expect(register.listed.map(\.definition.name) == ["a"])
    #expect(register.due(now: 0).count == 1)
  }
}
