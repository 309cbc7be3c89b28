internal import Glibc

/// Functions of glibc that Swift's Glibc module leaves out, because they are no part of POSIX:
/// looked up once. The types are those of the manual pages, which is what makes the casts right.
enum GNUFunctions {
  private typealias Pipe2 = @convention(c) (UnsafeMutablePointer<Int32>, Int32) -> Int32
  private typealias SetName = @convention(c) (pthread_t, UnsafePointer<CChar>) -> Int32
  private typealias AddChdir =
    @convention(c) (
      UnsafeMutablePointer<posix_spawn_file_actions_t>, UnsafePointer<CChar>
    ) -> Int32
  private typealias AddCloseFrom =
    @convention(c) (
      UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32
    ) -> Int32

  private static let pipe2 = unsafe function("pipe2", as: Pipe2.self)
  private static let setName = unsafe function("pthread_setname_np", as: SetName.self)
  private static let addChdir = unsafe function(
    "posix_spawn_file_actions_addchdir_np", as: AddChdir.self)
  private static let addCloseFrom = unsafe function(
    "posix_spawn_file_actions_addclosefrom_np", as: AddCloseFrom.self)

  private static func function<Function>(_ name: String, as type: Function.Type) -> Function? {
    // A function pointer is as large as any other.
    unsafe dlsym(nil, name).map { unsafe unsafeBitCast($0, to: type) }
  }

  /// A pipe that is closed in what this process starts: its reading and its writing end.
  static func pipe(_ flags: Int32 = 0) throws(ChildProcess.Failure) -> (Int32, Int32) {
    var ends: [Int32] = [-1, -1]
    let status = unsafe pipe2?(&ends, flags | O_CLOEXEC) ?? -1
    guard status == 0 else {
      throw ChildProcess.Failure(text: "pipe: \(ChildProcess.describe(errno))")
    }
    return (ends[0], ends[1])
  }

  /// Names a thread; Linux keeps 15 bytes.
  static func setName(_ thread: pthread_t, _ name: String) {
    _ = unsafe setName?(thread, String(name.prefix(15)))
  }

  /// The child begins in a folder. False where the C library cannot do it.
  static func addChdir(
    _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ folder: String
  ) -> Bool {
    unsafe addChdir?(actions, folder) == 0
  }

  /// The child has no descriptor from `first` on. False where the C library cannot do it.
  static func addCloseFrom(
    _ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ first: Int32
  ) -> Bool {
    unsafe addCloseFrom?(actions, first) == 0
  }
}
