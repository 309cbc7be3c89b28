internal import JSON

/// Where a page of a search ended: the keys by which its rows are ordered.
struct SearchCursor: Sendable, Equatable {
  /// Schema, what it belongs to, name, kind, what tells two of one name apart.
  static let keys = 5

  var values: [String]

  init(_ values: [String]) { self.values = values }

  init(parsing text: String) throws(PostgresFailure) {
    let values = (try? JSONValue(parsing: text))?.array?.compactMap(\.string)
    guard let values, values.count == Self.keys else {
      throw .refused(
        "The cursor is none that this tool gave.", detail: "Leave it out to begin anew.")
    }
    self.values = values
  }

  var text: String { JSONValue.array(values.map(JSONValue.string)).description }
}
