import JSON

/// `bitable/v1/apps`: bases, tables, fields, views.
enum Bases {
  static let path = "/bitable/v1/apps/:app_token"
  static let maximumTables = 100

  static let endpoints: [Endpoint] = [
    Endpoint("POST /bitable/v1/apps", create), Endpoint("GET \(path)", get),
    Endpoint("GET \(path)/tables", tables), Endpoint("POST \(path)/tables", createTable),
    Endpoint("GET \(path)/tables/:table_id/fields", fields),
    Endpoint("POST \(path)/tables/:table_id/fields", createField),
    Endpoint("GET \(path)/tables/:table_id/views", views),
  ]

  static func create(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let folder = try Folders.parent(call.filledText("folder_token"), state, call)
    let document = state.addDocument(
      .bitable, title: call.filledText("name") ?? "未命名多维表格", folder: folder, call)
    let base = state.base(document)
    return .data([
      "app": [
        "app_token": .string(document.token), "name": .string(base.name),
        "folder_token": .string(folder ?? ""), "url": .string(document.url),
        "default_table_id": .string(base.tables.first?.id ?? ""), "time_zone": "Asia/Shanghai",
      ]
    ])
  }

  static func get(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let document = try document(state, call)
    let base = state.base(document)
    return .data([
      "app": [
        "app_token": .string(document.token), "name": .string(base.name),
        "revision": number(base.revision), "is_advanced": false, "time_zone": "Asia/Shanghai",
      ]
    ])
  }

  static func tables(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let document = try document(state, call)
    let base = state.base(document)
    let items = base.tables.map { table -> JSONValue in
      [
        "table_id": .string(table.id), "revision": number(base.revision),
        "name": .string(table.name),
      ]
    }
    return try page(items, "tables \(document.token)", &state, call)
  }

  static func createTable(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let document = try document(state, call, edits: true)
    var base = state.base(document)
    let asked = call.object("table")
    let name = asked["name"]?.string ?? ""
    guard !base.tables.contains(where: { $0.name == name }) else { throw .code(1_254_013) }
    guard base.tables.count < maximumTables else { throw .code(1_254_103) }
    var table = state.newTable(name, fields: [])
    for field in asked["fields"]?.array ?? [] {
      try add(field.object ?? [:], to: &table, &state)
    }
    if table.fields.isEmpty { try add(["field_name": "文本", "type": 1], to: &table, &state) }
    base.tables.append(table)
    base.revision += 1
    state.bases[document.token] = base
    return .data([
      "table_id": .string(table.id), "default_view_id": .string(table.viewID),
      "field_id_list": .array(table.fields.compactMap { $0["field_id"] }),
    ])
  }

  static func fields(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (_, base, index) = try table(&state, call)
    let table = base.tables[index]
    return try page(table.fields.map(JSONValue.object), "fields \(table.id)", &state, call)
  }

  static func createField(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    var (document, base, index) = try table(&state, call, edits: true)
    let key = call.queryText("client_token").map { "field \(document.token) \($0)" }
    if let key, let earlier = state.answers[key] { return .data(earlier) }
    try add(call.body, to: &base.tables[index], &state)
    base.revision += 1
    state.bases[document.token] = base
    let data: JSONObject = ["field": .object(base.tables[index].fields.last ?? [:])]
    if let key { state.answers[key] = data }
    return .data(data)
  }

  static func views(_ state: inout SandboxState, _ call: Call) throws(APIError) -> Answer {
    let (_, base, index) = try table(&state, call)
    let view: JSONValue = [
      "view_id": .string(base.tables[index].viewID), "view_name": "表格", "view_type": "grid",
      "view_public_level": "Public",
    ]
    return try page([view], "views \(base.tables[index].id)", &state, call)
  }

  private static func add(
    _ field: JSONObject, to table: inout Base.Table, _ state: inout SandboxState
  ) throws(APIError) {
    let name = field["field_name"]?.string ?? ""
    let type = Int(field["type"]?.integer ?? 1)
    guard !name.isEmpty else { throw .code(1_254_029) }
    guard table.field(name) == nil else { throw .code(1_254_014) }
    guard FieldType.isKnown(type) else { throw .code(1_254_012) }
    table.fields.append(state.newField(name, type, field["property"], in: table))
  }

  static func page(
    _ items: [JSONValue], _ list: String, _ state: inout SandboxState, _ call: Call
  ) throws(APIError) -> Answer {
    try state.page(
      items, list, call, beside: ["total": number(items.count)], expired: .code(1_254_030))
  }

  static func document(
    _ state: SandboxState, _ call: Call, edits: Bool = false
  ) throws(APIError) -> Document {
    let document = try state.document(
      call.parameter("app_token"), call, edits: edits, missing: .code(1_254_040),
      forbidden: .code(1_254_302))
    guard document.kind == .bitable else { throw .code(1_254_040) }
    return document
  }

  /// The table of the path, in its base. Two writes to one table at a time are one too many.
  static func table(
    _ state: inout SandboxState, _ call: Call, edits: Bool = false
  ) throws(APIError) -> (Document, Base, Int) {
    let document = try document(state, call, edits: edits)
    let base = state.base(document)
    let id = call.parameter("table_id")
    guard let index = base.tables.firstIndex(where: { $0.id == id }) else {
      throw .code(1_254_041)
    }
    guard !edits || state.enter("table \(id)") else { throw .code(1_254_291) }
    return (document, base, index)
  }
}
