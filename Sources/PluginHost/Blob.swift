import Glibc
import PluginABI

extension toolrack_blob {
  /// Copies `bytes` into memory that the receiver's `release` clears and frees.
  init(copying bytes: UnsafeRawBufferPointer) {
    let header = MemoryLayout<Int>.size
    let memory = UnsafeMutableRawPointer.allocate(byteCount: header + bytes.count, alignment: 8)
    memory.storeBytes(of: bytes.count, as: Int.self)
    if let start = bytes.baseAddress {
      (memory + header).copyMemory(from: start, byteCount: bytes.count)
    }
    self.init(
      bytes: toolrack_bytes(UnsafeRawBufferPointer(start: memory + header, count: bytes.count)),
      release: { owner in
        guard let owner else { return }
        explicit_bzero(owner, MemoryLayout<Int>.size + owner.load(as: Int.self))
        owner.deallocate()
      }, owner: memory)
  }

  /// Copies the bytes and releases the blob, as its receiver must, once.
  consuming func taken() -> [UInt8] {
    let copy = bytes.array
    release?(owner)
    return copy
  }

  static var empty: toolrack_blob {
    toolrack_blob(bytes: toolrack_bytes(pointer: nil, count: 0), release: nil, owner: nil)
  }
}
