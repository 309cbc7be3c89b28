import JSON
import Testing

@testable import Postgres

@Suite struct BlockingTreeTests {
  private func tree(_ all: [(Int, [Int])]) -> String {
    let roots = BlockingTree.roots(of: all.map { Backend(pid: $0.0, blockedBy: $0.1) })
    return JSONValue.array(roots).description
  }

  @Test func nobodyBlocked() { #expect(tree([(1, []), (2, [])]) == "[]") }

  @Test func chain() {
    #expect(
      tree([(3, [2]), (2, [1]), (1, []), (4, [])])
        == #"[{"pid":1,"blocks":[{"pid":2,"blocks":[{"pid":3}]}]}]"#)
  }

  @Test func waitsForTwo() {
    #expect(
      tree([(1, []), (2, []), (3, [1, 2])])
        == #"[{"pid":1,"blocks":[{"pid":3}]},{"pid":2,"blocks":[{"pid":3}]}]"#)
  }

  @Test func circle() {
    #expect(
      tree([(1, [2]), (2, [1])]) == #"[{"pid":1,"blocks":[{"pid":2,"blocks":[{"pid":1}]}]}]"#)
  }

  @Test func blockerOutsideOfTheDatabase() {
    #expect(tree([(5, [0])]) == #"[{"pid":0,"blocks":[{"pid":5}]}]"#)
  }
}
