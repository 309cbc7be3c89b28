import JSON

/// `bitable/v1/.../records`.
enum Records {
  static let maximumWrites = 1_000
  static let maximumDeletions = 500
  static let maximumReads = 100
  private static let path = "\(Bases.path)/tables/:table_id/records"

  static let endpoints: [Endpoint] = [
    Endpoint("POST \(path)/search", search), Endpoint("POST \(path)/batch_get", get),
    Endpoint("POST \(path)", create), Endpoint("PUT \(path)/:record_id", update),
    Endpoint("DELETE \(path)/:record_id", delete),
    Endpoint("POST \(path)/batch_create", createMany),
    Endpoint("POST \(path)/batch_update", updateMany),
    Endpoint("POST \(path)/batch_delete", deleteMany),
  ]

  static func search(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (_, base, index) = try Bases.table(&state, call)
    let table = base.tables[index]
    let found = try BaseFilter(table: table, seconds: state.clock.seconds).records(call)
    let names = texts(call.body["field_names"])
    guard names.allSatisfy({ table.field($0) != nil }) else { throw .code(1_254_024) }
    let items = found.map { shown($0, table, only: names, automatic: true, state, call) }
    return try Bases.page(
      items, "records \(table.id) \(call.body["filter"]?.description ?? "")", &state, call)
  }

  static func get(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (_, base, index) = try Bases.table(&state, call)
    let table = base.tables[index]
    let ids = texts(call.body["record_ids"])
    guard ids.count <= maximumReads else { throw .code(1_254_104) }
    let found = ids.compactMap { id in table.records.first { $0.id == id } }
    let absent = ids.filter { id in !table.records.contains { $0.id == id } }
    return .data([
      "records": .array(
        found.map {
          shown($0, table, automatic: call.flag("automatic_fields"), state, call)
        }),
      "absent_record_ids": .array(absent.map(JSONValue.string)), "forbidden_record_ids": [],
    ])
  }

  static func create(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    try write(&state, call) { table, state throws(APIError) in
      let record = try made(call.object("fields"), &table, &state, call)
      return ["record": json(record)]
    }
  }

  static func createMany(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    try write(&state, call) { table, state throws(APIError) in
      let given = call.array("records")
      guard given.count <= maximumWrites else { throw .code(1_254_104) }
      var records: [JSONValue] = []
      for entry in given {
        records.append(json(try made(entry["fields"]?.object ?? [:], &table, &state, call)))
      }
      return ["records": .array(records)]
    }
  }

  static func update(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    try write(&state, call) { table, state throws(APIError) in
      let record = try changed(
        call.parameter("record_id"), call.object("fields"), &table, state)
      return ["record": json(record)]
    }
  }

  static func updateMany(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    try write(&state, call) { table, state throws(APIError) in
      let given = call.array("records")
      guard given.count <= maximumWrites else { throw .code(1_254_104) }
      var records: [JSONValue] = []
      for entry in given {
        let id = entry["record_id"]?.string ?? ""
        records.append(json(try changed(id, entry["fields"]?.object ?? [:], &table, state)))
      }
      return ["records": .array(records)]
    }
  }

  static func delete(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    try write(&state, call) { table, _ throws(APIError) in
      try remove(call.parameter("record_id"), &table).object ?? [:]
    }
  }

  static func deleteMany(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    try write(&state, call) { table, _ throws(APIError) in
      let ids = texts(call.body["records"])
      guard ids.count <= maximumDeletions else { throw .code(1_254_104) }
      var removed: [JSONValue] = []
      for id in ids { removed.append(try remove(id, &table)) }
      return ["records": .array(removed)]
    }
  }

  /// All of it happens or nothing; once for one `client_token`.
  private static func write(
    _ state: inout SandboxState, _ call: Call,
    _ edit: (inout Base.Table, inout SandboxState) throws(APIError) -> JSONObject
  ) throws(APIError) -> Answer {
    var (document, base, index) = try Bases.table(&state, call, edits: true)
    let key = call.queryText("client_token").map { "record \(base.tables[index].id) \($0)" }
    if let key, let earlier = state.answers[key] { return .data(earlier) }
    let data = try edit(&base.tables[index], &state)
    base.revision += 1
    state.bases[document.token] = base
    if let key { state.answers[key] = data }
    return .data(data)
  }

  private static func check(_ fields: JSONObject, _ table: Base.Table) throws(APIError) {
    for (name, value) in fields.members {
      guard let type = table.type(name) else { throw .code(1_254_045, name) }
      if let code = FieldType.refusal(value, type) { throw .code(code, name) }
    }
  }

  private static func made(
    _ fields: JSONObject, _ table: inout Base.Table, _ state: inout SandboxState, _ call: Call
  ) throws(APIError) -> Base.Record {
    try check(fields, table)
    let now = state.clock.milliseconds
    let record = Base.Record(
      id: "rec" + state.identifiers.letters(10), fields: fields,
      creator: state.person(of: call.identity), createMilliseconds: now, editMilliseconds: now)
    table.records.append(record)
    return record
  }

  /// Fields that are not named stay; null empties one.
  private static func changed(
    _ id: String, _ fields: JSONObject, _ table: inout Base.Table, _ state: SandboxState
  ) throws(APIError) -> Base.Record {
    guard let index = table.records.firstIndex(where: { $0.id == id }) else {
      throw .code(1_254_043)
    }
    try check(fields, table)
    for (name, value) in fields.members {
      table.records[index].fields[name] = value.isNull ? nil : value
    }
    table.records[index].editMilliseconds = state.clock.milliseconds
    return table.records[index]
  }

  private static func remove(
    _ id: String, _ table: inout Base.Table
  ) throws(APIError) -> JSONValue {
    guard let index = table.records.firstIndex(where: { $0.id == id }) else {
      throw .code(1_254_043)
    }
    table.records.remove(at: index)
    return ["deleted": true, "record_id": .string(id)]
  }

  private static func json(_ record: Base.Record) -> JSONValue {
    ["record_id": .string(record.id), "id": .string(record.id), "fields": .object(record.fields)]
  }

  private static func shown(
    _ record: Base.Record, _ table: Base.Table, only names: [String] = [], automatic: Bool,
    _ state: SandboxState, _ call: Call
  ) -> JSONValue {
    var fields: JSONObject = [:]
    for (name, value) in record.fields.members where names.isEmpty || names.contains(name) {
      fields[name] = FieldType.shown(value, table.type(name) ?? 1, state.people)
    }
    var json: JSONObject = ["record_id": .string(record.id), "fields": .object(fields)]
    if automatic, call.flag("automatic_fields") {
      let creator: JSONValue = [
        "id": .string(record.creator.openID), "name": .string(record.creator.name),
      ]
      json["created_by"] = creator
      json["created_time"] = number(record.createMilliseconds)
      json["last_modified_by"] = creator
      json["last_modified_time"] = number(record.editMilliseconds)
    }
    return .object(json)
  }
}
