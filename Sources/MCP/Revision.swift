import JSON

/// A revision of MCP that is served here, in the order of their dates.
///
/// The modern era carries everything in each request; the legacy era starts with `initialize`.
package enum Revision: UInt8, Sendable, Comparable, CaseIterable {
  /// 2025-03-26: the only one with batches.
  case march2025
  /// 2025-06-18.
  case june2025
  /// 2025-11-25: the last one with a handshake.
  case november2025
  /// 2026-07-28: the first one without state.
  case july2026

  /// What an `initialize` for an unknown revision is countered with.
  package static let latestLegacy = Revision.november2025
  /// What a legacy HTTP request without MCP-Protocol-Version speaks (Streamable HTTP, 2025-06-18).
  package static let withoutHeader = Revision.march2025
  /// All revisions with a handshake.
  static let legacy: [Revision] = [.march2025, .june2025, .november2025]

  /// The date, as it stands in messages.
  package var text: StaticString {
    switch self {
    case .march2025: "2025-03-26"
    case .june2025: "2025-06-18"
    case .november2025: "2025-11-25"
    case .july2026: "2026-07-28"
    }
  }

  /// Whether requests carry their metadata themselves.
  package var isModern: Bool { self == .july2026 }

  /// Older.
  package static func < (left: Revision, right: Revision) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The revision of that date; nil for any other bytes.
  package init?(_ bytes: ArraySlice<UInt8>) {
    guard let match = Self.allCases.last(where: { bytes.equals($0.text) }) else { return nil }
    self = match
  }

  /// The revision that a JSON string names; nil for any other value.
  init?(_ document: borrowing JSONDocument, _ node: JSONDocument.Node) {
    if document.equals(node, "2026-07-28") {
      self = .july2026
    } else if document.equals(node, "2025-11-25") {
      self = .november2025
    } else if document.equals(node, "2025-06-18") {
      self = .june2025
    } else if document.equals(node, "2025-03-26") {
      self = .march2025
    } else {
      return nil
    }
  }
}

/// Which rules a message is read by.
enum Era: Equatable {
  /// Per-request metadata; its version is checked after the metadata and the headers.
  case modern
  /// A handshake came first, or is about to.
  case legacy(Revision)
  /// A legacy date in MCP-Protocol-Version that is no longer served: only `initialize` can help.
  case retired
}

extension Era {
  /// The last revision before those served here. Its clients send no MCP-Protocol-Version, but
  /// some libraries that know its date do.
  private static let retiredDate: StaticString = "2024-11-05"

  /// The era of an HTTP message whose body names no version.
  ///
  /// - Parameters:
  ///   - header: MCP-Protocol-Version. One that is repeated or unknown is read by the modern
  ///     rules, which have an answer for it.
  ///   - session: what an earlier `initialize` settled on, where the transport knows.
  init(header: HeaderValue, session: Revision?) {
    switch header {
    case .absent: self = .legacy(session ?? .withoutHeader)
    case .repeated: self = .modern
    case .one(let value): self = Era(date: value.trimmingWhitespace)
    }
  }

  private init(date value: ArraySlice<UInt8>) {
    if let revision = Revision(value), !revision.isModern {
      self = .legacy(revision)
    } else {
      self = value.equals(Self.retiredDate) ? .retired : .modern
    }
  }
}
