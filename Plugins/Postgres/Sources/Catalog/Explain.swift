internal import JSON

/// Shows the plan of someone else's statement. Without `analyze` nothing runs but what the planner
/// works out beforehand: functions that are immutable or stable, with constant arguments.
struct Explain: Sendable {
  enum Format: String, Sendable, CaseIterable {
    case summary, json, text
  }

  struct Arguments: Decodable, Sendable {
    var sql: String
    var params: [JSONValue]?
    var analyze: Bool?
    var buffers: Bool?
    var generic: Bool?
    var format: String?
    var hypotheticalIndexes: [HypotheticalIndex]?
    var hideIndexes: [String]?
    var database: String?

    enum CodingKeys: String, CodingKey {
      case sql, params, analyze, buffers, generic, format, database
      case hypotheticalIndexes = "hypothetical_indexes"
      case hideIndexes = "hide_indexes"
    }
  }

  static let firstVersionOfGeneric = 160_000

  let arguments: Arguments
  let format: Format

  init(_ arguments: Arguments) throws(PostgresFailure) {
    self.arguments = arguments
    format = arguments.format.flatMap(Format.init) ?? .summary
    guard arguments.analyze == true else { return }
    if arguments.generic == true {
      throw .refused("generic does not go with analyze: a generic plan is not run.")
    }
    if changesIndexes {
      throw .refused(
        "Hypothetical and hidden indexes do not go with analyze.",
        detail: "They exist for the planner only: compare costs without analyze.")
    }
  }

  private var changesIndexes: Bool {
    arguments.hypotheticalIndexes?.isEmpty == false || arguments.hideIndexes?.isEmpty == false
  }

  func run(
    _ session: Session, _ knowledge: SessionKnowledge, _ limits: Limits
  ) throws(PostgresFailure) -> [UInt8] {
    let call = try QueryCall(
      ["sql": .string(arguments.sql), "params": .array(arguments.params ?? [])], limits)
    let text = try StatementCheck.check(call.text, knowledge.functions)
    let read = GuardedRead(
      text: text, parameters: try parameters(text, call.parameters, session),
      form: .prefixed("EXPLAIN (\(options(format))) "))
    guard changesIndexes else { return try result(Self.plan(read, session), nil, session) }
    let indexes = try IndexChanges(
      arguments.hypotheticalIndexes ?? [], arguments.hideIndexes ?? [], session, knowledge)
    var costs = read
    costs.form = .prefixed("EXPLAIN (\(options(.summary))) ")
    let plans = try indexes.plans(session, costs: costs, shown: format == .summary ? costs : read)
    return try result(plans.shown, indexes.comparison(plans), session)
  }

  /// `SETTINGS` are those that differ from the defaults and change the plan; `VERBOSE` names the
  /// schemas of tables.
  private func options(_ format: Format) -> String {
    var options = format == .text ? ["FORMAT TEXT"] : ["FORMAT JSON"]
    if arguments.analyze == true { options.append("ANALYZE") }
    if arguments.buffers == true { options.append("BUFFERS") }
    if arguments.generic == true { options.append("GENERIC_PLAN") }
    if format == .summary { options += ["VERBOSE", "SETTINGS"] }
    return options.joined(separator: ", ")
  }

  /// A generic plan has no values, but the protocol wants one for each: NULL.
  private func parameters(
    _ text: String, _ given: [Parameter], _ session: Session
  ) throws(PostgresFailure) -> [Parameter] {
    guard arguments.generic == true else { return given }
    guard session.facts.version >= Self.firstVersionOfGeneric else {
      throw .refused(
        "generic needs PostgreSQL 16; this server is \(session.facts.version / 10_000).",
        detail: "Give params, and leave generic out.")
    }
    return try session.describe(text).parameters.map { Parameter(text: nil, typeOID: $0) }
  }

  /// The text that the server answers, JSON or not.
  static func plan(_ read: GuardedRead, _ session: Session) throws(PostgresFailure) -> String {
    var collector = RowCollector()
    _ = try session.readExplaining(read, into: &collector)
    let rows = Rows(collector, isCut: false)
    return (0..<rows.count).map { rows[$0, 0] ?? "" }.joined(separator: "\n")
  }

  private func result(
    _ plan: String, _ comparison: JSONObject?, _ session: Session
  ) throws(PostgresFailure) -> [UInt8] {
    var json = JSONObject()
    switch format {
    case .summary:
      guard let summary = PlanSummary(plan) else {
        throw .refused("The server gave a plan that cannot be read.", detail: "Use format text.")
      }
      json = summary.json(try TableFacts.read(summary.scanned, session))
    case .json: json["plan"] = (try? JSONValue(parsing: plan)) ?? .string(plan)
    case .text: json["plan"] = .string(plan)
    }
    if let comparison { json["hypothetical"] = .object(comparison) }
    return JSONValue.object(json).serialized()
  }
}
