internal import JSON

/// What all targets together list at one moment, under the names that clients find it by. In the
/// order of the targets' names, then in each target's own.
struct Snapshot: Sendable {
  /// One definition, and whose it is.
  struct Entry: Sendable {
    /// As it is listed.
    let definition: JSONObject
    let target: Target
    /// The target's own name, URI or template.
    let own: String

    /// Whether that URI, as a client asks for it, may be of this template's target.
    func mayStand(for uri: String) -> Bool {
      ExposedURIs.mayStand(definition["uriTemplate"]?.string ?? "", of: target.name, for: uri)
    }
  }

  private var entries: [ListKind: [Entry]] = [:]
  private(set) var uris = ExposedURIs([], prefixesAll: false)
  /// What could not be listed, for the log.
  private(set) var faults: [String] = []

  /// Nothing.
  init() {}

  /// `reserved`: names of tools that are this plugin's own.
  init(
    _ targets: [Target], _ settings: Settings, reserved: Set<String>,
    budget: ListBudget = ListBudget()
  ) {
    let listed = fitting(targets.map { ($0, $0.lists) }, budget)
    uris = ExposedURIs(
      listed.map { ($0.0.name, $0.1.uris) }, prefixesAll: settings.prefixesURIs)
    for kind in ListKind.allCases {
      var names = ExposedNames(
        separator: settings.separator, maximumCount: settings.maximumNameLength,
        reserved: kind == .tools ? reserved : [])
      let all = listed.flatMap { target, lists in lists[kind].map { (target, $0) } }
      let fitting = all.prefix(kind.maximumTotal)
      entries[kind] = fitting.compactMap { entry($1, of: $0, kind, &names) }
      if all.count > fitting.count {
        faults.append(
          "all targets together list \(all.count) \(kind.rawValue); "
            + "the first \(kind.maximumTotal) are served")
      }
    }
  }

  subscript(kind: ListKind) -> [Entry] { entries[kind] ?? [] }

  /// What of the lists fits into the budget.
  private mutating func fitting(
    _ listed: [(Target, TargetLists)], _ budget: ListBudget
  ) -> [(Target, TargetLists)] {
    let share = budget.share(of: listed.map { $0.1.bytes })
    return listed.map { target, lists in
      var lists = lists
      // The same line for as long as that is so, however much it is.
      if lists.cut(toBytes: share) > 0 {
        faults.append(
          "target \(target.name): its lists are too large; the last of its definitions are left out"
        )
      }
      return (target, lists)
    }
  }

  private mutating func entry(
    _ definition: JSONObject, of target: Target, _ kind: ListKind, _ names: inout ExposedNames
  ) -> Entry? {
    let own = definition[kind.key]?.string ?? ""
    let exposed: String?
    switch kind {
    case .tools, .prompts: exposed = names.add(own, of: target.name)
    case .resources, .templates: exposed = names.add(asItIs: uris.exposed(own, of: target.name))
    }
    guard let exposed else {
      let shown = SingleLine.of(target.secrets.removed(from: own), 100)
      faults.append(
        "target \(target.name): the \(kind.noun) \(shown) is left out: "
          + "its name is taken by another")
      return nil
    }
    var listed = definition
    listed[kind.key] = .string(exposed)
    return Entry(definition: listed, target: target, own: own)
  }

  /// Whether clients see the same list.
  func lists(_ kind: ListKind, as other: Snapshot) -> Bool {
    self[kind].elementsEqual(other[kind]) { $0.definition == $1.definition }
  }

  /// Whose a resource is: by its URI, else by the first template whose form it has.
  func owner(ofResource uri: String) -> (target: Target, own: String)? {
    if let entry = self[.resources].first(where: { $0.definition["uri"]?.string == uri }) {
      return (entry.target, entry.own)
    }
    let entry = self[.templates].first { entry in
      entry.mayStand(for: uri)
        && entry.definition["uriTemplate"]?.string.flatMap(TemplatePattern.init)?.matches(uri)
          ?? false
    }
    return entry.map { ($0.target, ExposedURIs.own(uri, of: $0.target.name)) }
  }
}
