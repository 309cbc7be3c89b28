internal import JSON

/// Puts the pages of a list together: says which page is next, and when there is enough. A plain
/// value.
struct PageReader: Sendable {
  /// The most pages of one list.
  static let maximumPages = 500
  /// The most bytes of one list, as compact JSON, of all that its pages hold: no more of one target
  /// is served.
  static let maximumBytes = ListBudget().targetBytes
  /// The longest cursor.
  static let maximumCursorBytes = 64 << 10

  /// What comes next.
  enum Step: Sendable, Equatable {
    /// The page with that cursor.
    case ask(cursor: String)
    case done
    /// The list is cut here, for the log: why.
    case cut(String)
  }

  let kind: ListKind
  private(set) var elements: [JSONValue] = []
  /// How long the server lets the list be kept: the shortest of its pages; nil where it says none.
  private(set) var ttlMilliseconds: UInt64?
  private var pages = 0
  private var bytes = 0
  /// Hashes of the cursors so far.
  private var cursors: Set<Int> = []

  init(_ kind: ListKind) { self.kind = kind }

  /// Takes a page, which is the result of a request.
  mutating func add(_ page: JSONValue) throws(UpstreamFailure) -> Step {
    guard let added = page[kind.member]?.array else {
      throw UpstreamFailure(
        .protocolError, "The answer to \(kind.method) has no array \"\(kind.member)\".",
        wasSent: true)
    }
    pages += 1
    noteTTL(page)
    bytes += restBytes(page)
    guard bytes <= Self.maximumBytes else {
      return .cut("it has more than \(Self.maximumBytes) bytes")
    }
    for element in added {
      guard elements.count < kind.maximumCount else {
        return .cut("it has more than \(kind.maximumCount) elements")
      }
      bytes += element.serialized().count
      guard bytes <= Self.maximumBytes else {
        return .cut("it has more than \(Self.maximumBytes) bytes")
      }
      elements.append(element)
    }
    guard let cursor = page["nextCursor"]?.string else { return .done }
    guard cursor.utf8.count <= Self.maximumCursorBytes else {
      return .cut("a cursor of it has more than \(Self.maximumCursorBytes) bytes")
    }
    guard cursors.insert(cursor.hashValue).inserted else {
      return .cut("its pages go round in a circle")
    }
    guard pages < Self.maximumPages else { return .cut("it has more than \(pages) pages") }
    return .ask(cursor: cursor)
  }

  /// Of everything in a page but the elements.
  private func restBytes(_ page: JSONValue) -> Int {
    var rest = page.object ?? [:]
    rest[kind.member] = nil
    return JSONValue.object(rest).serialized().count
  }

  private mutating func noteTTL(_ page: JSONValue) {
    guard let ttl = page["ttlMs"]?.integer, ttl >= 0 else { return }
    ttlMilliseconds = min(ttlMilliseconds ?? .max, UInt64(ttl))
  }
}
