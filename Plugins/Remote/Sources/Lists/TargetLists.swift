internal import JSON

/// What one target lists: MCP objects that the host will take, under the target's own names.
struct TargetLists: Sendable, Equatable {
  private var lists: [ListKind: [JSONObject]] = [:]

  subscript(kind: ListKind) -> [JSONObject] {
    get { lists[kind] ?? [] }
    set { lists[kind] = newValue.isEmpty ? nil : newValue }
  }

  /// The URIs of resources and the templates of others.
  var uris: [String] {
    [ListKind.resources, .templates].flatMap { kind in
      self[kind].compactMap { $0[kind.key]?.string }
    }
  }
}
