/// Tells what one object is made of.
struct Describe: Sendable {
  /// What may be asked for.
  enum Part: String, Sendable, CaseIterable {
    case columns, constraints
    case foreignKeys = "foreign_keys"
    case indexes, triggers, policies, partitions, definition, stats
    case sampleValues = "sample_values"

    /// All that costs little.
    static let usual: [Part] = [
      .columns, .constraints, .foreignKeys, .indexes, .triggers, .policies, .partitions,
      .definition,
    ]
  }

  struct Arguments: Decodable, Sendable {
    var name: String
    var include: [String]?
    var database: String?
  }

  let name: ObjectName
  let parts: [Part]

  init(_ arguments: Arguments) throws(PostgresFailure) {
    self.init(
      try ObjectName(arguments.name),
      arguments.include.map { $0.compactMap(Part.init) } ?? Part.usual)
  }

  init(_ name: ObjectName, _ parts: [Part]) {
    self.name = name
    self.parts =
      parts.contains(.sampleValues) && !parts.contains(.columns) ? parts + [.columns] : parts
  }

  /// The object as JSON. Throws `42P01` where the role sees nothing of that name.
  func run(_ session: Session, maximumBytes: Int) throws(PostgresFailure) -> String {
    guard let object = try ObjectLookup(name, session),
      let text = try text(object, session)
    else { throw ObjectLookup.missing(name, session) }
    guard text.utf8.count <= maximumBytes else {
      throw .refused(
        "The description is larger than \(maximumBytes) bytes.",
        detail: "Ask for fewer parts with include.")
    }
    return text
  }

  /// Nil where the object has gone since it was found.
  private func text(
    _ object: ObjectLookup, _ session: Session
  ) throws(PostgresFailure) -> String? {
    session.context.asksTheCatalogue()
    let oids = Parameter(text: "{\(object.oids.joined(separator: ","))}")
    let included = Parameter(text: "{\(parts.map(\.rawValue).joined(separator: ","))}")
    switch object.class {
    case .relation:
      if object.kind == "S" {
        return try first(OtherObjectsSQL.sequence, [oids, included], session)
      }
      if object.kind == "i" || object.kind == "I" {
        return try first(OtherObjectsSQL.index, [oids, included], session)
      }
      return try first(RelationSQL.text(parts), [Parameter(text: object.oids[0])], session)
    case .routine:
      let chosen = Parameter(text: name.argumentTypes)
      let overload = try first(OtherObjectsSQL.routines, [oids, included, chosen], session)
      if overload != nil || name.argumentTypes == nil { return overload }
      return try first(
        OtherObjectsSQL.routines, [oids, included, Parameter(text: nil)], session)
    case .type: return try first(OtherObjectsSQL.type, [oids, included], session)
    case .extension: return try first(OtherObjectsSQL.extension, [oids, included], session)
    }
  }

  private func first(
    _ sql: String, _ parameters: [Parameter], _ session: Session
  ) throws(PostgresFailure) -> String? {
    let rows = try session.rows(sql, parameters)
    return rows.count > 0 ? rows[0, 0] : nil
  }
}
