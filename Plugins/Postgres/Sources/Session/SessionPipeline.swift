internal import CLibpq

/// Sends the steps of a session as one pipeline and takes what comes back.
extension Session {
  /// Rows that libpq 17 hands over at a time: what comes until then counts as one row, of which
  /// `TransactionContext.rowBytes` is the limit.
  private static let chunkRows: Int32 = 1

  /// Sends `steps`, with `parameters` for those that take them. Throws where the connection is of
  /// no use any more, which is then closed; a statement's error is in the report.
  func perform<Sink: RowSink>(
    _ demand: RowDemand, into sink: inout Sink
  ) throws(PostgresFailure) -> PipelineReport {
    guard connection.isOpen else { throw .connectionLost("The connection is closed.") }
    let cancellation = demand.ownMilliseconds == nil ? context.cancellation : nil
    if let cancellation, cancellation.isCancelled { throw .cancelled }
    var report = PipelineReport()
    report.startNanoseconds = MonotonicClock.now()
    var patience = Patience(
      deadlineNanoseconds: demand.ownMilliseconds.map {
        MonotonicClock.after(milliseconds: $0, report.startNanoseconds)
      } ?? context.deadlineNanoseconds)
    connection.begin()
    for step in steps where !send(step) { throw lost() }
    guard connection.sync() else { throw lost() }
    var progress = PipelineProgress(count: steps.count)
    var streamed = -1
    while true {
      if progress.step != streamed, progress.step < steps.count {
        streamed = progress.step
        // Where an earlier step has failed it does not stream, and need not.
        if steps[streamed].streams { _ = unsafe clibpq_stream(connection.handle, Self.chunkRows) }
      }
      switch connection.awaitResult(&patience, cancellation, rowBytes: context.rowBytes) {
      case .ready: break
      case .lost: throw lost()
      case .overdue:
        guard patience.reason == .enough else { throw overdue(patience) }
        // What was wanted has come: only the connection is of no more use.
        report.notices = connection.notices
        connection.abandon()
        report.reason = .enough
        return report
      case .tooLarge: throw tooLarge()
      }
      let result = unsafe clibpq_next(connection.handle)
      defer { unsafe clibpq_clear(result) }
      connection.didReceive()
      let isFinished = try unsafe take(
        result, &progress, &report, &patience, demand, into: &sink)
      if isFinished { break }
    }
    guard connection.end() else { throw lost() }
    report.reason = patience.reason
    report.notices = connection.notices
    try settle(&patience)
    return report
  }

  private func send(_ step: Step) -> Bool {
    let handle = unsafe connection.handle
    let takes = step.takesParameters
    return unsafe parameters.withPointers { types, values in
      let count = Int32(takes ? parameters.count : 0)
      let types = unsafe takes ? types : nil
      let values = unsafe takes ? values : nil
      switch step.action {
      case .run(let text):
        return unsafe clibpq_send(handle, text, count, types, values)
      case .runPrepared(let name):
        return unsafe clibpq_send_prepared(handle, name, count, values)
      case .prepare(let name, let text):
        let typeCount = unsafe types == nil ? 0 : Int32(parameters.types.count)
        return unsafe clibpq_send_prepare(handle, name, text, typeCount, types)
      case .describe(let name):
        return unsafe clibpq_send_describe(handle, name)
      }
    }
  }

  /// One result, or the end of a step's. True: the pipeline is at its end.
  private func take<Sink: RowSink>(
    _ result: OpaquePointer?, _ progress: inout PipelineProgress, _ report: inout PipelineReport,
    _ patience: inout Patience, _ demand: RowDemand, into sink: inout Sink
  ) throws(PostgresFailure) -> Bool {
    let event = unsafe Self.event(result)
    if event == .end, connection.isBad { throw lost() }
    let verdict = progress.take(event)
    switch verdict {
    case .goOn: return false
    case .finished: return true
    case .takeRows, .takeResult, .takeError, .close: break
    }
    guard let result = unsafe result, verdict != .close else { throw closed(event) }
    let step = steps[progress.step]
    if verdict == .takeError {
      report.failed = try unsafe failed(result, step)
      return false
    }
    if step.subject == .rows {
      let wasEnough = report.isEnough(demand)
      try unsafe deliver(result, &report, demand, into: &sink)
      if !wasEnough, report.isEnough(demand) { patience.stop(now: MonotonicClock.now()) }
      if verdict == .takeResult {
        report.tag = unsafe String(cString: clibpq_command_tag(result))
      }
    } else if verdict == .takeResult {
      unsafe didFinish(step, result, &report)
    }
    return false
  }

  private func failed(
    _ result: OpaquePointer, _ step: Step
  ) throws(PostgresFailure) -> PipelineReport.Failed {
    guard let error = unsafe ErrorFields.error(result) else { throw lost() }
    guard error.severity != "FATAL", error.severity != "PANIC" else {
      connection.close()
      throw .server(error)
    }
    return unsafe PipelineReport.Failed(
      error: error, step: step, routine: ErrorFields.routine(result))
  }

  private func didFinish(_ step: Step, _ result: OpaquePointer, _ report: inout PipelineReport) {
    switch step.subject {
    case .checked:
      if let key { table.didCheck(key) }
    case .prepared:
      if let key, case .prepare(let name, _) = step.action { table.didPrepare(key, as: name) }
    case .deallocated:
      // They are given back in the order in which they were dropped.
      if let name = table.dropped.first { table.didDeallocate(name) }
    case .described:
      report.columns = unsafe RowCells.columns(result)
      report.parameters = (0..<(unsafe clibpq_parameter_count(result))).map { index in
        unsafe clibpq_parameter_type(result, index)
      }
    case .own, .rows:
      break
    }
  }

  private func deliver<Sink: RowSink>(
    _ result: OpaquePointer, _ report: inout PipelineReport, _ demand: RowDemand,
    into sink: inout Sink
  ) throws(PostgresFailure) {
    if !report.hasBegun { unsafe beginRows(result, &report, into: &sink) }
    for row in 0..<(unsafe clibpq_row_count(result)) {
      guard report.sinkFailure == nil, !report.stoppedBySink else { return }
      guard report.rows < demand.limit else {
        report.hasMore = true
        return
      }
      report.rows += 1
      let view = unsafe cells.view(result, row: row, columns: report.columnCount)
      // Where libpq has room for a large row already, it reads one without a wait between.
      guard unsafe view.byteCount <= context.rowBytes else { throw tooLarge() }
      if unsafe !sink.row(view) { report.stoppedBySink = true }
    }
  }

  private func beginRows<Sink: RowSink>(
    _ result: OpaquePointer, _ report: inout PipelineReport, into sink: inout Sink
  ) {
    report.hasBegun = true
    if facts.isStandby, connection.wasPromoted { facts.isStandby = false }
    let columns = unsafe RowCells.columns(result)
    cells.reserve(columns.count)
    report.columnCount = columns.count
    do throws(PostgresFailure) {
      try sink.begin(columns, facts)
    } catch {
      report.sinkFailure = error
    }
  }

  private func tooLarge() -> PostgresFailure {
    connection.abandon()
    return .rowTooLarge(limitBytes: context.rowBytes)
  }

  private static func event(_ result: OpaquePointer?) -> PipelineProgress.Event {
    guard let result = unsafe result else { return .end }
    switch unsafe clibpq_result_status(result) {
    case CLIBPQ_SINGLE_TUPLE, CLIBPQ_TUPLES_CHUNK: return .rows
    case CLIBPQ_TUPLES_OK, CLIBPQ_COMMAND_OK, CLIBPQ_EMPTY_QUERY: return .done
    case CLIBPQ_FATAL_ERROR: return .failed
    case CLIBPQ_PIPELINE_ABORTED: return .skipped
    case CLIBPQ_PIPELINE_SYNC: return .sync
    case CLIBPQ_COPY_IN, CLIBPQ_COPY_OUT, CLIBPQ_COPY_BOTH: return .copy
    default: return .strange
    }
  }
}

extension PipelineReport {
  /// Whether no row that may still come is wanted, so that the statement can be cancelled.
  func isEnough(_ demand: RowDemand) -> Bool {
    guard demand.cancelsWhenStopped else { return false }
    return stoppedBySink || sinkFailure != nil || (hasMore && demand.stopsAtLimit)
  }
}
