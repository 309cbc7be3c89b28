internal import JSON

/// Which lists of a target are to be read, and when. A plain value; times are milliseconds of one
/// monotonic clock.
struct ListSchedule: Sendable {
  /// A list that may be kept for less is looked at no more often.
  static let leastMilliseconds: UInt64 = 5_000

  private let refreshMilliseconds: UInt64
  /// The lists that the target has; the others are empty.
  private var offered: Set<ListKind> = []
  /// Those whose changes the target tells.
  private var told: Set<ListKind> = []
  private var stale: Set<ListKind> = Set(ListKind.allCases)
  /// When a list is looked at again though nothing was told.
  private var next: [ListKind: UInt64] = [:]

  /// `refreshSeconds`: how often lists are looked at whose changes the target does not tell; 0:
  /// never.
  init(refreshSeconds: Int) { refreshMilliseconds = UInt64(refreshSeconds) * 1_000 }

  /// The target says what it offers (MCP ServerCapabilities).
  mutating func connected(_ capabilities: JSONObject) {
    offered = Set(ListKind.allCases.filter { capabilities[$0.capability] != nil })
    told = offered.filter { capabilities[$0.capability]?["listChanged"]?.bool == true }
  }

  /// Whether the target offers anything.
  var hasLists: Bool { !offered.isEmpty }

  /// The target says that lists have changed.
  mutating func changed(_ kinds: ListKind...) { stale.formUnion(kinds) }

  /// The connection is gone: what changes until there is another, nobody tells.
  mutating func disconnected() { stale = Set(ListKind.allCases) }

  /// What is to be read now, and whether the target offers it.
  func due(now: UInt64) -> [(kind: ListKind, isOffered: Bool)] {
    ListKind.allCases.filter { stale.contains($0) || next[$0].map { $0 <= now } ?? false }
      .map { ($0, offered.contains($0)) }
  }

  /// A list is about to be read: what changes from here on makes it stale again.
  mutating func began(_ kind: ListKind) { stale.remove(kind) }

  /// A list could not be read.
  mutating func failed(_ kind: ListKind) { stale.insert(kind) }

  /// A list was read, and may be kept for so long; nil or 0: not told.
  mutating func read(_ kind: ListKind, ttlMilliseconds: UInt64?, now: UInt64) {
    next[kind] = nil
    if let ttl = ttlMilliseconds, ttl > 0 {
      next[kind] = now.addingCapped(max(ttl, Self.leastMilliseconds))
    } else if refreshMilliseconds > 0, offered.contains(kind), !told.contains(kind) {
      next[kind] = now + refreshMilliseconds
    }
  }

  /// How long until something is to be read; nil: until something is told.
  func wait(now: UInt64) -> UInt64? {
    guard stale.isEmpty else { return 0 }
    return next.values.min().map { $0 > now ? $0 - now : 0 }
  }
}

extension UInt64 {
  fileprivate func addingCapped(_ other: UInt64) -> UInt64 {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? .max : sum
  }
}
