/// How a guarded read ended.
struct ReadOutcome: Sendable, Equatable {
  /// Rows that the sink took.
  var rows = 0
  /// Whether there was a row more than `GuardedRead.Form.limited` allows. The sink did not get it.
  var hasMore = false
  /// Whether the sink answered that it has enough; what came after that row was thrown away.
  var stoppedBySink = false
  /// In the order of their coming, bounded by `NoticeList`.
  var notices: [Notice] = []
}

/// What a statement in a transaction of its own did.
struct CommandResult: Sendable, Equatable {
  /// The server's command tag, such as `UPDATE 3`; empty for an empty text.
  var tag = ""
  /// Rows inserted, updated, deleted, merged, selected or copied: the number at the tag's end; 0
  /// where it has none.
  var count = 0
  /// Rows that the sink took.
  var rows = 0
  var notices: [Notice] = []
}

/// How a transaction that may write ends.
enum TransactionEnd: Sendable {
  case commit
  case rollback
}
