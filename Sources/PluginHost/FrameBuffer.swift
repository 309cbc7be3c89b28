import Glibc

/// Received bytes, cut into frames. Grows to the largest frame and shrinks when that is done.
struct FrameBuffer: ~Copyable {
  /// What one read asks for.
  static let readBytes = 64 << 10
  /// How often a reader looks and lets others run before it sleeps. The next frame is often some
  /// microseconds away, and to be put to sleep and woken costs more; under load it comes back to
  /// several frames at once.
  private static let looksBeforeSleep = 10
  /// What is kept when nothing is buffered.
  static let idleBytes = 64 << 10

  private var memory: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0

  init() {
    memory = .allocate(byteCount: Self.idleBytes, alignment: 16)
  }

  deinit {
    memory.deallocate()
  }

  /// What a read brought.
  enum ReadOutcome: Equatable {
    /// This many bytes.
    case bytes(Int)
    /// The end, or errno.
    case ended(Int32)
  }

  /// Reads once from a socket, and waits for it. Frames handed out before are no longer valid.
  mutating func read(from descriptor: Int32) -> ReadOutcome {
    makeRoom()
    var looks = Self.looksBeforeSleep
    while true {
      let flags = looks > 0 ? Int32(MSG_DONTWAIT) : 0
      let got = recv(descriptor, memory.baseAddress.map { $0 + end }, memory.count - end, flags)
      if got > 0 {
        end += got
        return .bytes(got)
      }
      if got == 0 { return .ended(0) }
      if errno == EAGAIN {
        looks -= 1
        sched_yield()
      } else if errno != EINTR {
        return .ended(errno)
      }
    }
  }

  /// Adds bytes as a read would. For tests.
  mutating func append(_ bytes: [UInt8]) {
    while memory.count - end < bytes.count { grow(to: max(memory.count * 2, bytes.count)) }
    bytes.withUnsafeBytes { source in
      UnsafeMutableRawBufferPointer(rebasing: memory[end...]).copyMemory(from: source)
    }
    end += bytes.count
  }

  /// The next whole frame, or nil where more bytes must come. Valid until the next `read`.
  mutating func next() throws(FrameError) -> Frame? {
    let header = FrameLimits.headerBytes
    guard end - start >= header else { return nil }
    let length = Int(memory.loadUnaligned(fromByteOffset: start, as: UInt32.self))
    guard length <= FrameLimits.maximumPayloadBytes else {
      throw FrameError(description: "a frame of \(length) bytes is over the limit")
    }
    guard end - start >= header + length else { return nil }
    let kind = memory[start + 4]
    guard let kind = FrameKind(rawValue: kind) else {
      throw FrameError(description: "a frame has the unknown kind \(kind)")
    }
    let call = memory.loadUnaligned(fromByteOffset: start + 8, as: UInt64.self)
    let payload = UnsafeRawBufferPointer(
      rebasing: memory[(start + header)..<(start + header + length)])
    start += header + length
    return Frame(kind: kind, call: call, payload: payload)
  }

  /// Moves what is buffered to the front and makes room for a read and for the frame under way.
  private mutating func makeRoom() {
    if start == end {
      start = 0
      end = 0
      if memory.count > Self.idleBytes { replaceMemory(byteCount: Self.idleBytes) }
    } else if start > 0 {
      memory.baseAddress.map { $0.copyMemory(from: $0 + start, byteCount: end - start) }
      end -= start
      start = 0
    }
    if memory.count - end < Self.readBytes / 2 { grow(to: memory.count * 2) }
  }

  private mutating func grow(to byteCount: Int) {
    replaceMemory(byteCount: byteCount)
  }

  private mutating func replaceMemory(byteCount: Int) {
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 16)
    if end > 0 { larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<end])) }
    memory.deallocate()
    memory = larger
  }
}
