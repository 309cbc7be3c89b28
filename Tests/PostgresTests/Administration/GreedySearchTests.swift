import Testing

@testable import Postgres

@Suite struct GreedySearchTests {
  /// Costs of two queries by the indexes that there are.
  private func run(
    sizes: [Int] = [10, 10, 10], budget: Int = 100, weights: [Double] = [1, 1], most: Int = 5,
    trials: Int = .max
  ) throws -> GreedySearch.Outcome {
    var kept: Set<Int> = []
    var left = trials
    func costs(_ indexes: Set<Int>) -> [Double] {
      [indexes.contains(0) ? 10 : indexes.contains(1) ? 12 : 100, indexes.contains(2) ? 50 : 60]
    }
    let search = GreedySearch(
      sizes: sizes, budgetBytes: budget, weights: weights, maximumChosen: most)
    return try search.run(from: costs([])) { (place) throws(PostgresFailure) -> [Double]? in
      left -= 1
      return left >= 0 ? costs(kept.union([place])) : nil
    } keep: { (place) throws(PostgresFailure) in
      kept.insert(place)
    } remove: { (place) throws(PostgresFailure) -> [Double]? in
      kept.remove(place)
      left -= 1
      return left >= 0 ? costs(kept) : nil
    }
  }

  @Test func takesWhatHelpsMostUntilNothingPays() throws {
    let outcome = try run()
    #expect(outcome.choices.map(\.candidate) == [0, 2])
    #expect(outcome.choices.map(\.costAfter) == [70, 60])
    #expect(outcome.choices.map(\.queries) == [[0], [1]])
    #expect(outcome.costs == [10, 50])
    #expect(!outcome.isOutOfTime)
  }

  @Test func theBudgetHolds() throws {
    #expect(try run(sizes: [90, 10, 20], budget: 35).choices.map(\.candidate) == [1, 2])
    #expect(try run(budget: 9).choices.isEmpty)
  }

  @Test func noMoreThanAsked() throws { #expect(try run(most: 1).choices.count == 1) }

  @Test func weights() throws {
    #expect(try run(weights: [0.01, 1]).choices.first?.candidate == 2)
  }

  @Test func outOfTimeKeepsWhatWasFound() throws {
    let outcome = try run(trials: 4)
    #expect(outcome.choices.map(\.candidate) == [0])
    #expect(outcome.isOutOfTime)
    #expect(try run(trials: 0).choices.isEmpty)
  }

  @Test func whatALaterChoiceMakesUselessIsTakenBack() throws {
    // 0 helps both a little; 1 and 2 help one each, and together leave it nothing to do.
    var kept: Set<Int> = []
    func costs(_ indexes: Set<Int>) -> [Double] {
      [1, 2].map { indexes.contains($0) ? 1 : indexes.contains(0) ? 30 : 100 }
    }
    let search = GreedySearch(
      sizes: [10, 10, 10], budgetBytes: 100, weights: [1, 1], maximumChosen: 5)
    let outcome = try search.run(from: costs([])) {
      (place) throws(PostgresFailure) -> [Double]? in
      costs(kept.union([place]))
    } keep: { (place) throws(PostgresFailure) in
      kept.insert(place)
    } remove: { (place) throws(PostgresFailure) -> [Double]? in
      kept.remove(place)
      return costs(kept)
    }
    #expect(outcome.choices.map(\.candidate) == [1, 2])
    #expect(outcome.costs == [1, 1])
    #expect(outcome.choices.last?.costAfter == 2)
    #expect(kept == [1, 2])
  }
}
