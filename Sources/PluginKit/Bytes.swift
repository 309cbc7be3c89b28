internal import Glibc
internal import PluginABI

extension toolrack_bytes {
  /// No bytes.
  static var none: toolrack_bytes { toolrack_bytes(pointer: nil, count: 0) }

  /// The bytes as a buffer, valid for as long as they are borrowed.
  var buffer: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: pointer, count: pointer == nil ? 0 : count)
  }

  /// A copy.
  var array: [UInt8] { [UInt8](buffer) }

  /// A copy as text. What is no UTF-8 becomes U+FFFD.
  var string: String { String(decoding: buffer, as: UTF8.self) }
}

extension toolrack_blob {
  /// Transferred bytes: a copy in memory that the receiver frees through `release`.
  init(transferring bytes: [UInt8]) {
    self.init()
    guard !bytes.isEmpty, let memory = malloc(bytes.count) else { return }
    memory.copyMemory(from: bytes, byteCount: bytes.count)
    self.bytes = toolrack_bytes(
      pointer: UnsafePointer(memory.assumingMemoryBound(to: UInt8.self)), count: bytes.count)
    owner = memory
    release = { free($0) }
  }

  /// Copies the bytes and gives the blob back. To be called once.
  func take() -> [UInt8] {
    defer { release?(owner) }
    return bytes.array
  }
}

extension String {
  /// Runs `body` with the text as borrowed bytes.
  func withBytes<Result>(_ body: (toolrack_bytes) -> Result) -> Result {
    var text = self
    return text.withUTF8 { body(toolrack_bytes(pointer: $0.baseAddress, count: $0.count)) }
  }
}

extension [UInt8] {
  /// Runs `body` with the bytes borrowed.
  func withBytes<Result>(_ body: (toolrack_bytes) -> Result) -> Result {
    withUnsafeBufferPointer { body(toolrack_bytes(pointer: $0.baseAddress, count: $0.count)) }
  }
}
