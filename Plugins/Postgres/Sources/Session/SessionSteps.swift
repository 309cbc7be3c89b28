/// The pipelines of a session, put together statement by statement.
extension Session {
  private static let beginText = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
  private static let beginName = "toolrack_begin"
  private static let rollbackText = "ROLLBACK"
  private static let rollbackName = "toolrack_rollback"
  private static let unlockText = "SELECT pg_catalog.pg_advisory_unlock_all()"
  /// So many names are given back with one call.
  private static let deallocationsLimit = 8

  /// BEGIN and what the context sets, where the call is not in a transaction already.
  func startSteps() {
    steps.removeAll(keepingCapacity: true)
    guard !isInTransaction else { return }
    steps.append(
      Step(
        action: hasTransactionStatements
          ? .runPrepared(name: Self.beginName) : .run(Self.beginText)))
    appendSettings()
  }

  func appendSettings() {
    let timeout = context.timeoutMilliseconds
    if timeout != options.statementTimeoutMilliseconds ?? 0 {
      steps.append(Step(action: .run(SettingText.statementTimeout(milliseconds: timeout))))
    }
    for (name, value) in context.settings {
      steps.append(Step(action: .run(SettingText.setting(name, value))))
    }
    if let role = context.role {
      steps.append(Step(action: .run(SettingText.role(role))))
    }
  }

  /// ROLLBACK and what follows it, where the call is not in a transaction of the caller's.
  func endSteps() {
    guard !isInTransaction else { return }
    appendRollback()
  }

  func appendRollback() {
    steps.append(
      Step(
        action: hasTransactionStatements
          ? .runPrepared(name: Self.rollbackName) : .run(Self.rollbackText)))
    appendUnlock()
    for name in table.dropped.prefix(Self.deallocationsLimit) {
      // Outside of a transaction, after it: before BEGIN it would take a snapshot.
      steps.append(
        Step(action: .run("DEALLOCATE \(SettingText.identifier(name))"), subject: .deallocated))
    }
  }

  /// Whoever may not unlock was not let lock either, and would have the transaction fail.
  func appendUnlock() {
    guard context.releasesAdvisoryLocks, facts.mayUnlock else { return }
    steps.append(Step(action: .run(Self.unlockText)))
  }

  /// The text alone, at its first use here, so that it is one statement by itself; then in its
  /// form, under a name from its second use on.
  func appendStatement(_ key: StatementTable.Key, isDeclared: Bool) {
    let prefixCharacters = key.form.prefixCharacters
    if options.keepsStatements, let name = table.name(of: key) {
      steps.append(
        Step(
          action: .runPrepared(name: name), subject: .rows, prefixCharacters: prefixCharacters))
      return
    }
    let isChecked = key.form == .own || table.isChecked(key)
    if !isChecked { appendChecks(key) }
    let text = key.form.sent(key.text)
    guard options.keepsStatements, isChecked || isDeclared, StatementTable.isKept(key.text) else {
      steps.append(
        Step(action: .run(text), subject: .rows, prefixCharacters: prefixCharacters))
      return
    }
    let name = table.newName()
    steps.append(
      Step(
        action: .prepare(name: name, text: text), subject: .prepared,
        prefixCharacters: prefixCharacters))
    steps.append(
      Step(action: .runPrepared(name: name), subject: .rows, prefixCharacters: prefixCharacters))
  }

  private func appendChecks(_ key: StatementTable.Key) {
    if case .prefixed = key.form {
      appendParse(key.text)
      steps.append(
        Step(
          action: .prepare(name: "", text: SentText.wrapped(key.text)), subject: .checked,
          prefixCharacters: SentText.prefixCharacters))
    } else {
      appendParse(key.text, subject: .checked)
    }
  }

  private func appendParse(_ text: String, subject: Step.Subject = .own) {
    steps.append(
      Step(action: .prepare(name: "", text: text), subject: subject, prefixCharacters: 0))
  }

  func appendDescription(_ text: String, isWrapped: Bool) {
    appendParse(text)
    if isWrapped {
      steps.append(
        Step(
          action: .prepare(name: "", text: SentText.wrapped(text)),
          prefixCharacters: SentText.prefixCharacters))
    }
    steps.append(Step(action: .describe(name: ""), subject: .described))
  }

  func prepareTransactionStatements() throws(PostgresFailure) {
    steps = [
      Step(action: .prepare(name: Self.beginName, text: Self.beginText)),
      Step(action: .prepare(name: Self.rollbackName, text: Self.rollbackText)),
    ]
    key = nil
    parameters.set([])
    var none = RowCollector()
    let report = try perform(RowDemand(), into: &none)
    if let failed = report.failed { throw .server(failed.error) }
    hasTransactionStatements = true
  }
}

extension StatementTable.Form {
  func sent(_ text: String) -> String {
    switch self {
    case .own: text
    case .limited(let rows): SentText.limited(text, rows: rows)
    case .prefixed(let prefix): prefix + text
    }
  }

  /// Characters before the caller's text in what is sent; nil where there is no such text.
  var prefixCharacters: Int? {
    switch self {
    case .own: nil
    case .limited: SentText.prefixCharacters
    case .prefixed(let prefix): prefix.unicodeScalars.count
    }
  }
}
