/// What `search_objects` looks for.
enum ObjectKind: String, Sendable, CaseIterable {
  case schema, table, view, matview, column, index, function, sequence, type, `extension`

  /// What is looked for where no kind is named: all but what belongs to a table.
  static let withoutKind: [ObjectKind] =
    [.schema, .table, .view, .matview, .function, .sequence, .type, .extension]
}
