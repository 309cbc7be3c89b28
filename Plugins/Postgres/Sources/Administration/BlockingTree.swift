internal import JSON

/// Who waits for whom: those that nobody holds up stand at the roots, beneath each those that it
/// holds up. Whoever waits for several stands beneath each of them, with all of it told once.
struct BlockingTree {
  private let backends: [Int: Backend]
  private let waiting: [Int: [Int]]
  /// In which each process has been told in full.
  private var told: Set<Int> = []

  init(_ all: [Backend]) {
    backends = Dictionary(all.map { ($0.pid, $0) }, uniquingKeysWith: { first, _ in first })
    var waiting: [Int: [Int]] = [:]
    for backend in all {
      for blocker in Set(backend.blockedBy) { waiting[blocker, default: []].append(backend.pid) }
    }
    self.waiting = waiting.mapValues { $0.sorted() }
  }

  /// The roots as JSON, each with `blocks`. Of processes in a circle, which the server is about to
  /// break up, the first is a root.
  static func roots(of all: [Backend]) -> [JSONValue] {
    var tree = BlockingTree(all)
    let blockers = tree.waiting.keys.sorted()
    let free = blockers.filter { tree.backends[$0]?.blockedBy.isEmpty ?? true }
    var roots = free.map { tree.node($0) }
    for blocker in blockers where !tree.told.contains(blocker) { roots.append(tree.node(blocker)) }
    return roots
  }

  private mutating func node(_ pid: Int) -> JSONValue {
    guard told.insert(pid).inserted else { return ["pid": .number(JSONNumber(Int64(pid)))] }
    var object = backends[pid]?.fields ?? ["pid": .number(JSONNumber(Int64(pid)))]
    object["blocked_by"] = nil
    let below = waiting[pid, default: []].map { node($0) }
    if !below.isEmpty { object["blocks"] = .array(below) }
    return .object(object)
  }
}
