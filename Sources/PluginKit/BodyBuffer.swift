/// What has arrived of a streamed body and has not been read. A plain value; its owner locks it.
struct BodyBuffer: Sendable {
  /// A part of the body, nil at its end, or why it ends early.
  typealias Reading = Result<[UInt8]?, HTTPFailure>

  private enum Phase {
    case open
    case ended(HTTPFailure?)
  }

  /// What waits for a reader at most: a server is not slowed down by one that is slower.
  static let maximumUnreadBytes = 16 << 20

  private var unread: [UInt8] = []
  private var phase = Phase.open

  /// Takes a part. False where nothing is taken any more: the body has ended, or ends now, since
  /// too much of it waits.
  mutating func append(_ bytes: some Collection<UInt8>) -> Bool {
    guard case .open = phase else { return false }
    guard bytes.count <= Self.maximumUnreadBytes - unread.count else {
      phase = .ended(.unread)
      return false
    }
    unread.append(contentsOf: bytes)
    return true
  }

  /// No part comes any more. The first end counts.
  mutating func end(_ failure: HTTPFailure?) {
    if case .open = phase { phase = .ended(failure) }
  }

  /// Nobody wants the rest: what waits is dropped. Nothing where all has been read.
  mutating func abandon() {
    if case .ended = phase, unread.isEmpty { return }
    unread = []
    phase = .ended(.cancelled)
  }

  /// All that waits, in one piece, then the end, as often as it is asked for. Nil: nothing yet.
  mutating func next() -> Reading? {
    guard unread.isEmpty else {
      let piece = unread
      unread = []
      return .success(piece)
    }
    guard case .ended(let failure) = phase else { return nil }
    return failure.map { .failure($0) } ?? .success(nil)
  }
}

extension HTTPFailure {
  /// The reader is too slow.
  static let unread = HTTPFailure(
    .tooLarge,
    "The response was ended because more than \(BodyBuffer.maximumUnreadBytes) bytes of it waited "
      + "to be read; read faster, or ask for less.")
}
