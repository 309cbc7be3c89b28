/// Chooses among candidates one after the other: each time the one that makes the whole cheapest,
/// as long as it pays and fits. What is chosen when the time is up is the answer.
struct GreedySearch {
  /// Bytes of each candidate.
  var sizes: [Int]
  var budgetBytes: Int
  /// How much each query counts.
  var weights: [Double]
  var maximumChosen: Int
  /// A candidate must take away this share of the whole, at least.
  var leastGain = 0.02

  struct Choice: Equatable {
    var candidate: Int
    /// Of the whole, with it and all that were chosen before.
    var costAfter: Double
    /// Queries that it makes cheaper.
    var queries: [Int]
  }

  struct Outcome: Equatable {
    var choices: [Choice] = []
    /// Of each query in the end.
    var costs: [Double]
    var isOutOfTime = false
  }

  /// - Parameters:
  ///   - start: the cost of each query now.
  ///   - trial: the cost of each query with a candidate beside those kept; nil: the time is up.
  ///   - keep: makes a candidate stay.
  ///   - remove: the cost of each query with a kept candidate gone; nil: the time is up. It comes
  ///     back where it is kept again.
  func run(
    from start: [Double],
    trial: (Int) throws(PostgresFailure) -> [Double]?,
    keep: (Int) throws(PostgresFailure) -> Void,
    remove: (Int) throws(PostgresFailure) -> [Double]?
  ) throws(PostgresFailure) -> Outcome {
    var outcome = Outcome(costs: start)
    var left = Set(sizes.indices)
    var room = budgetBytes
    while outcome.choices.count < maximumChosen, !outcome.isOutOfTime {
      var best: (candidate: Int, costs: [Double])?
      for candidate in left.sorted() where sizes[candidate] <= room {
        guard let costs = try trial(candidate) else {
          outcome.isOutOfTime = true
          break
        }
        if isBetter(candidate, costs, than: best) { best = (candidate, costs) }
      }
      guard let best, pays(best.costs, after: outcome.costs) else { break }
      try keep(best.candidate)
      let cheaper = best.costs.indices.filter { best.costs[$0] < outcome.costs[$0] * 0.99 }
      outcome.costs = best.costs
      outcome.choices.append(
        Choice(candidate: best.candidate, costAfter: whole(best.costs), queries: cheaper))
      left.remove(best.candidate)
      room -= sizes[best.candidate]
    }
    try prune(&outcome, keep, remove)
    return outcome
  }

  /// Takes back what is of no use any more beside what was chosen after it.
  private func prune(
    _ outcome: inout Outcome, _ keep: (Int) throws(PostgresFailure) -> Void,
    _ remove: (Int) throws(PostgresFailure) -> [Double]?
  ) throws(PostgresFailure) {
    for choice in outcome.choices.dropLast() where !outcome.isOutOfTime {
      guard let costs = try remove(choice.candidate) else {
        outcome.isOutOfTime = true
        return
      }
      if pays(outcome.costs, after: costs) {
        try keep(choice.candidate)
      } else {
        outcome.choices.removeAll { $0.candidate == choice.candidate }
        outcome.costs = costs
        outcome.choices[outcome.choices.count - 1].costAfter = whole(costs)
      }
    }
  }

  /// The cost of all queries.
  func whole(_ costs: [Double]) -> Double { zip(costs, weights).reduce(0) { $0 + $1.0 * $1.1 } }

  private func isBetter(
    _ candidate: Int, _ costs: [Double], than best: (candidate: Int, costs: [Double])?
  ) -> Bool {
    guard let best else { return true }
    let (new, old) = (whole(costs), whole(best.costs))
    // Of two that help about as much, the smaller.
    if new < old * 0.99 { return true }
    return new < old * 1.01 && sizes[candidate] < sizes[best.candidate]
  }

  private func pays(_ costs: [Double], after before: [Double]) -> Bool {
    whole(costs) <= whole(before) * (1 - leastGain)
  }
}
