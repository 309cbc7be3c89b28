/// What the rows of a pipeline are wanted for.
struct RowDemand {
  /// Rows that are handed out; one more shows that there are more.
  var limit = Int.max
  /// Whether the statement is cancelled when there are more than `limit`, since its text does not
  /// end by itself there.
  var stopsAtLimit = false
  /// Whether the statement is cancelled when the sink has enough. A statement that writes is not:
  /// only its rows are thrown away.
  var cancelsWhenStopped = true
  /// The pipeline ends a transaction: it is not cancelled, and has this long. Nil: the job's time.
  var ownMilliseconds: Int?
}

/// How a pipeline ended that came to its end.
struct PipelineReport {
  struct Failed {
    var error: ServerError
    var step: Step
    /// The server's function that failed.
    var routine: String?
  }

  var failed: Failed?
  /// Why it was cancelled.
  var reason: Patience.Reason?
  /// What the sink's `begin` threw.
  var sinkFailure: PostgresFailure?
  /// Whether the sink knows the columns, and how many there are.
  var hasBegun = false
  var columnCount = 0
  var rows = 0
  var hasMore = false
  var stoppedBySink = false
  /// The command tag of the step whose rows were wanted.
  var tag = ""
  /// Of a step that describes.
  var parameters: [UInt32] = []
  var columns: [Column] = []
  var notices: [Notice] = []
  var startNanoseconds: Int64 = 0
}
