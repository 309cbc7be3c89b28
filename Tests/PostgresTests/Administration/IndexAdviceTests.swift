import Testing

@testable import Postgres

@Suite struct IndexAdviceTests {
  @Test(arguments: [
    (nil, 30_000, 5_000), (10_000, 30_000, 10_000), (nil, 2_000, 1_600), (60_000, 30_000, 24_000),
    (10, 30_000, 10), (0, 30_000, 1), (nil, 0, 1), (nil, -5, 1),
    (Int.max, Int.max, IndexAdvice.maximumTimeMilliseconds),
  ])
  func theSearchEndsBeforeItsCall(_ asked: Int?, _ left: Int, _ budget: Int) {
    #expect(IndexAdvice.budget(asked, of: left) == budget)
  }
}
