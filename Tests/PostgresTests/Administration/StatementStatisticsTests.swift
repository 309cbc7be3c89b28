import Testing

@testable import Postgres

@Suite struct StatementStatisticsTests {
  @Test(arguments: [
    (["blk_read_time", "blk_write_time"], "(blk_read_time + blk_write_time)"),
    (
      ["shared_blk_read_time", "shared_blk_write_time", "temp_blk_read_time"],
      "(shared_blk_read_time + shared_blk_write_time + temp_blk_read_time)"
    ),
  ])
  func timeOfInputAndOutputByVersion(_ columns: [String], _ sum: String) {
    let statistics = StatementStatistics(schema: "x", columns: Set(columns), hasInfo: false)
    #expect(statistics.inputOutputMilliseconds == sum)
    #expect(statistics.view == "x.pg_stat_statements")
  }
}
