/// The messages between the host and a worker: length-prefixed frames over a stream socket, in the
/// machine's byte order, since both ends run on one machine.
///
///     offset 0   UInt32  bytes of payload after the header
///     offset 4   UInt8   kind
///     offset 5   3 bytes zero
///     offset 8   UInt64  call: the host's handle bits, 0 where the frame is about no call
///     offset 16  payload
enum FrameKind: UInt8, Sendable {
  /// Host to worker: JSON of `WorkerHello`; the first frame.
  case hello = 1
  /// Host to worker: a `toolrack_request`, see `RequestFrame`.
  case call = 2
  /// Host to worker: nobody waits for the call any more.
  case cancel = 3
  /// Host to worker: read lists again, payload UInt32 `ListChanges`.
  case readLists = 4
  /// Host to worker: no call comes after this one; end when the running ones have ended.
  case quiesce = 5
  /// Host to worker: a resource has subscribers (UInt8 1) or has none any more (0), then its URI.
  case subscribe = 6
  /// Host to worker: a signature, or why there is none, see `SigningFrame`.
  case signed = 7

  /// Worker to host: the plugin is loaded. Payload UInt8 1 where it offers completion, else 0,
  /// then its version.
  case ready = 16
  /// Worker to host: it is not, payload "code\nsentence".
  case loadFailed = 17
  /// Worker to host: what was read, see `ListsFrame`; all of them after `ready`.
  case lists = 18
  /// Worker to host: lists could not be read again, payload the sentence.
  case listsFailed = 19
  /// Worker to host: a `toolrack_result`, see `ResultFrame`.
  case completed = 20
  /// Worker to host: the plugin refused, payload Int32 status.
  case refused = 21
  /// Worker to host: Double done, Double total, message.
  case progress = 22
  /// Worker to host: UInt32 level, UInt32 message bytes, message, fields; about a call or none.
  case log = 23
  /// Worker to host: the plugin says that lists have changed, payload UInt32 `ListChanges`.
  case listsChanged = 24
  /// Worker to host: the content of a resource has changed, payload its URI.
  case resourceUpdated = 25
  /// Worker to host: the connection on which the call's answer is awaited may end.
  case closeStream = 26
  /// Worker to host: a request to sign, see `SigningFrame`.
  case sign = 27
}

/// Bounds of the frame protocol.
enum FrameLimits {
  static let headerBytes = 16
  /// The largest payload: a tool result beyond this is refused in the worker, a frame beyond this
  /// ends the worker.
  static let maximumPayloadBytes = 64 << 20
  /// The most content parts in a result.
  static let maximumParts = 65536
}

/// One received frame. `payload` points into the buffer it was read into.
struct Frame {
  let kind: FrameKind
  let call: UInt64
  let payload: UnsafeRawBufferPointer
}

/// Why received bytes are no frames. The peer is not worth talking to any more.
struct FrameError: Error, Equatable, CustomStringConvertible {
  let description: String
}

extension [UInt8] {
  /// Appends one frame whose payload `body` appends.
  mutating func appendFrame(
    _ kind: FrameKind, call: UInt64 = 0, _ body: (inout [UInt8]) -> Void = { _ in }
  ) {
    let start = count
    appendInteger(UInt32(0))
    append(kind.rawValue)
    append(0)
    append(0)
    append(0)
    appendInteger(call)
    body(&self)
    let payload = UInt32(count - start - FrameLimits.headerBytes)
    withUnsafeMutableBytes { $0.storeBytes(of: payload, toByteOffset: start, as: UInt32.self) }
  }

  /// Appends an integer in the machine's byte order.
  mutating func appendInteger<Value: FixedWidthInteger>(_ value: Value) {
    Swift.withUnsafeBytes(of: value) { append(contentsOf: $0) }
  }

  /// Appends the bytes of a view.
  mutating func append(bytes: UnsafeRawBufferPointer) {
    append(contentsOf: bytes)
  }
}
