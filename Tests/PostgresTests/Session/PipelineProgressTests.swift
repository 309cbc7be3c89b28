import Testing

@testable import Postgres

@Suite struct PipelineProgressTests {
  typealias Event = PipelineProgress.Event
  typealias Verdict = PipelineProgress.Verdict

  private func verdicts(_ count: Int, _ events: [Event]) -> [Verdict] {
    var progress = PipelineProgress(count: count)
    return events.map { progress.take($0) }
  }

  @Test func everyStepAnswersAndEnds() {
    #expect(
      verdicts(2, [.done, .end, .rows, .rows, .done, .end, .sync])
        == [.takeResult, .goOn, .takeRows, .takeRows, .takeResult, .goOn, .finished])
  }

  @Test func anErrorSkipsWhatFollows() {
    var progress = PipelineProgress(count: 3)
    #expect(progress.take(.done) == .takeResult)
    #expect(progress.take(.end) == .goOn)
    #expect(progress.take(.failed) == .takeError)
    #expect(progress.failed == 1)
    #expect(progress.take(.end) == .goOn)
    #expect(progress.take(.skipped) == .goOn)
    #expect(progress.take(.end) == .goOn)
    #expect(progress.take(.sync) == .finished)
  }

  @Test func anErrorMayComeAfterRows() {
    #expect(
      verdicts(1, [.rows, .failed, .end, .sync]) == [.takeRows, .takeError, .goOn, .finished])
  }

  @Test(arguments: [
    [Event.sync], [.copy], [.strange], [.end], [.skipped], [.done, .done], [.done, .rows],
    [.done, .end, .done], [.failed, .end, .failed], [.failed, .failed], [.failed, .rows],
    [.done, .failed, .failed],
  ])
  func whatDoesNotFitClosesTheConnection(_ events: [Event]) {
    #expect(verdicts(1, events).last == .close)
  }

  @Test func anEndOfThePipelineThatComesTooSoonCloses() {
    #expect(verdicts(2, [.done, .end, .sync]).last == .close)
  }
}
