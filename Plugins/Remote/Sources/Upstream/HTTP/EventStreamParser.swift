/// One server-sent event whose data is not empty.
struct ServerSentEvent: Sendable, Equatable {
  /// `message` where the stream does not say.
  var type: String
  var data: [UInt8]
}

/// An event is larger than it may be.
struct EventTooLarge: Error, Equatable {
  let limitBytes: Int
}

/// Reads an event stream as it arrives: pieces may end anywhere, also within a character or between
/// CR and LF (WHATWG HTML section 9.2, "Server-sent events").
struct EventStreamParser: Sendable {
  /// The id to resume after: of the last event that had one. Nil where none had, or where the last
  /// one reset it.
  private(set) var lastEventID: String?
  /// How long the server asks to wait before coming back.
  private(set) var retryMilliseconds: UInt64?

  private let limitBytes: Int
  private var line: [UInt8] = []
  private var lastWasCarriageReturn = false
  private var isFirstLine = true
  private var type: [UInt8] = []
  private var data: [UInt8] = []
  private var hasData = false
  /// The id as the fields said, which counts from the next empty line on.
  private var pendingID: [UInt8]?

  private static let carriageReturn = UInt8(ascii: "\r")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// `limitBytes` bounds the data of an event, and a line. `lastEventID`: that of the stream which
  /// this one goes on.
  init(limitBytes: Int, lastEventID: String? = nil) {
    self.limitBytes = limitBytes
    self.lastEventID = lastEventID
  }

  /// The events that are complete with this piece.
  mutating func append(_ piece: [UInt8]) throws(EventTooLarge) -> [ServerSentEvent] {
    var events: [ServerSentEvent] = []
    var rest = piece[...]
    if lastWasCarriageReturn, let first = rest.first {
      lastWasCarriageReturn = false
      if first == Self.lineFeed { rest.removeFirst() }
    }
    while let end = rest.firstIndex(where: { $0 == Self.lineFeed || $0 == Self.carriageReturn }) {
      try extendLine(rest[..<end])
      try endLine(into: &events)
      let next = rest.index(after: end)
      let isCarriageReturn = rest[end] == Self.carriageReturn
      rest = rest[next...]
      guard isCarriageReturn else { continue }
      if rest.isEmpty { lastWasCarriageReturn = true }
      if rest.first == Self.lineFeed { rest.removeFirst() }
    }
    try extendLine(rest)
    return events
  }

  private mutating func extendLine(_ bytes: ArraySlice<UInt8>) throws(EventTooLarge) {
    guard line.count + data.count + bytes.count <= limitBytes else {
      throw EventTooLarge(limitBytes: limitBytes)
    }
    line += bytes
  }

  private mutating func endLine(
    into events: inout [ServerSentEvent]
  ) throws(EventTooLarge) {
    defer { line.removeAll(keepingCapacity: true) }
    if isFirstLine {
      isFirstLine = false
      if line.starts(with: Self.byteOrderMark) { line.removeFirst(Self.byteOrderMark.count) }
    }
    guard !line.isEmpty else { return dispatch(into: &events) }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
      return take(field: line[...], value: [])
    }
    var value = line[(colon + 1)...]
    if value.first == UInt8(ascii: " ") { value.removeFirst() }
    take(field: line[..<colon], value: value)
  }

  /// A line without a name is a comment; unknown names are skipped.
  private mutating func take(field: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
    if field.elementsEqual("data".utf8) {
      if hasData { data.append(Self.lineFeed) }
      hasData = true
      data += value
    } else if field.elementsEqual("event".utf8) {
      type = Array(value)
    } else if field.elementsEqual("id".utf8) {
      if !value.contains(0) { pendingID = Array(value) }
    } else if field.elementsEqual("retry".utf8), !value.isEmpty,
      value.allSatisfy({ (0x30...0x39).contains($0) })
    {
      retryMilliseconds = UInt64(String(decoding: value, as: UTF8.self)) ?? retryMilliseconds
    }
  }

  private mutating func dispatch(into events: inout [ServerSentEvent]) {
    if let pendingID {
      lastEventID = pendingID.isEmpty ? nil : String(decoding: pendingID, as: UTF8.self)
    }
    if !data.isEmpty {
      let name = type.isEmpty ? "message" : String(decoding: type, as: UTF8.self)
      events.append(ServerSentEvent(type: name, data: data))
    }
    type = []
    data = []
    hasData = false
  }
}
