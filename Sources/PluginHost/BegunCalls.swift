import CPlatform
import Glibc
import Synchronization

/// How many calls a worker has begun, in memory that it shares with the host: the number outlives
/// a crash, so that the host knows which calls the plugin never saw and gives them to the next
/// worker.
final class BegunCalls: @unchecked Sendable {
  // Sendable: `memory` holds an atomic and nothing else, and is unmapped when nobody has it.
  private static let bytes = 4096
  /// MFD_CLOEXEC and MFD_ALLOW_SEALING of memfd_create(2).
  private static let flags: UInt32 = 1 | 2
  /// F_ADD_SEALS, and F_SEAL_SEAL, F_SEAL_SHRINK and F_SEAL_GROW of fcntl(2): a worker cannot take
  /// the memory away from under the host.
  private static let addSeals: Int32 = 1033
  private static let seals: Int32 = 1 | 2 | 4

  private let memory: UnsafeMutableRawPointer

  /// New, at 0, with the file to hand to the worker. Nil with errno where the system gives no
  /// memory.
  static func create() -> (BegunCalls, Descriptor)? {
    let number = memfd_create("toolrack-begun", flags)
    guard number >= 0 else { return nil }
    let file = Descriptor(number)
    guard ftruncate(number, off_t(bytes)) == 0, fcntl(number, addSeals, seals) == 0,
      let calls = BegunCalls(number)
    else { return nil }
    return (calls, file)
  }

  /// Maps the file that another process made. The descriptor may be closed afterwards.
  init?(_ file: Int32) {
    let memory = mmap(nil, Self.bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
    guard let memory, Int(bitPattern: memory) != -1 else { return nil }
    self.memory = memory
  }

  deinit {
    munmap(memory, Self.bytes)
  }

  private var counter: UnsafeMutablePointer<Atomic<UInt64>> {
    memory.assumingMemoryBound(to: Atomic<UInt64>.self)
  }

  /// The worker hands this call, counted from 1, to the plugin. Calls are begun nearly in order;
  /// one that was overtaken counts as begun.
  func begin(_ number: UInt64) {
    counter.pointee.max(number, ordering: .releasing)
  }

  /// How many calls have been begun.
  var count: UInt64 {
    counter.pointee.load(ordering: .acquiring)
  }
}
