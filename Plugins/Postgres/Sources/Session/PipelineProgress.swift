/// Which step of a pipeline the next result belongs to, and what a result means there.
///
/// Each step answers with its results and then with an end; an error skips all steps that follow;
/// the pipeline's own end comes last (PostgreSQL documentation, "Pipeline Mode").
struct PipelineProgress: Equatable {
  enum Event: Equatable {
    /// Rows of a step that streams, and more may follow.
    case rows
    /// A step's last result.
    case done
    case failed
    /// The result of a step that did not run because an earlier one failed.
    case skipped
    /// The server waits for, or sends, data outside the protocol's order (COPY).
    case copy
    /// No more results of this step (a NULL from libpq).
    case end
    /// The end of the pipeline.
    case sync
    /// What should not come at all.
    case strange
  }

  enum Verdict: Equatable {
    case takeRows
    case takeResult
    /// Its error is the pipeline's.
    case takeError
    case goOn
    case finished
    /// What the server awaits is not known any more: the connection is of no use.
    case close
  }

  let count: Int
  /// The step whose results come.
  private(set) var step = 0
  /// The step that failed.
  private(set) var failed: Int?
  private var hasResult = false

  init(count: Int) {
    self.count = count
  }

  mutating func take(_ event: Event) -> Verdict {
    if event == .sync { return step == count ? .finished : .close }
    guard step < count else { return .close }
    switch event {
    case .rows:
      return failed == nil && !hasResult ? .takeRows : .close
    case .done:
      guard failed == nil, !hasResult else { return .close }
      hasResult = true
      return .takeResult
    case .failed:
      guard failed == nil else { return .close }
      failed = step
      hasResult = true
      return .takeError
    case .skipped:
      hasResult = true
      return failed == nil ? .close : .goOn
    case .end:
      guard hasResult else { return .close }
      hasResult = false
      step += 1
      return .goOn
    case .copy, .strange, .sync:
      return .close
    }
  }
}
