import CPlatform
import Glibc
import Synchronization

/// How many calls a worker has begun, in memory that it shares with the host: the number outlives
/// a crash, so that the host knows which calls the plugin never saw and gives them to the next
/// worker.
final class BegunCalls: @unchecked Sendable {
  // Sendable: `memory` holds an atomic and nothing else, and is unmapped when nobody has it.
  private static let bytes = 4096
  private static let closeOnExec: UInt32 = 1

  /// The file to hand to the worker.
  let file: Descriptor
  private let memory: UnsafeMutableRawPointer

  /// New, at 0. Nil with errno where the system gives no memory.
  static func create() -> BegunCalls? {
    let number = memfd_create("toolrack-begun", closeOnExec)
    guard number >= 0 else { return nil }
    let file = Descriptor(number)
    guard ftruncate(number, off_t(bytes)) == 0 else { return nil }
    return BegunCalls(file)
  }

  /// Maps the file that another process made.
  init?(_ file: Descriptor) {
    let memory = mmap(nil, Self.bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file.number, 0)
    guard let memory, Int(bitPattern: memory) != -1 else { return nil }
    self.file = file
    self.memory = memory
  }

  deinit {
    munmap(memory, Self.bytes)
  }

  private var counter: UnsafeMutablePointer<Atomic<UInt64>> {
    memory.assumingMemoryBound(to: Atomic<UInt64>.self)
  }

  /// The worker is about to hand this call, counted from 1, to the plugin.
  func begin(_ number: UInt64) {
    counter.pointee.store(number, ordering: .releasing)
  }

  /// How many calls have been begun.
  var count: UInt64 {
    counter.pointee.load(ordering: .acquiring)
  }
}
