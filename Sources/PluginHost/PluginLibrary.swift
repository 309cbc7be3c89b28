import Glibc
import PluginABI

/// A plugin's shared object, opened for the life of the process, and its checked table.
struct PluginLibrary: @unchecked Sendable {
  // Sendable: the table is static memory of a library that is never closed, and is only read.
  let table: UnsafePointer<toolrack_plugin>

  static let entryName = TOOLRACK_PLUGIN_ENTRY

  /// RTLD_NODELETE of dlfcn.h: the file stays mapped whatever happens, since Swift and Go code
  /// cannot be unmapped.
  private static let noDelete: Int32 = 0x1000

  /// Opens the file, finds the entry and checks the table. Runs the file's constructors. Throws
  /// `link`, `entry` or `table`.
  init(path: String) throws(PluginLoadError) {
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL | Self.noDelete) else {
      throw PluginLoadError(.link, "the dynamic linker refuses it: \(Self.linkerMessage)")
    }
    guard let symbol = dlsym(library, Self.entryName) else {
      throw PluginLoadError(.entry, "it does not export \(Self.entryName)")
    }
    typealias Entry = @convention(c) () -> UnsafePointer<toolrack_plugin>?
    guard let table = unsafeBitCast(symbol, to: Entry.self)() else {
      throw PluginLoadError(.table, "\(Self.entryName) returned NULL instead of the plugin's table")
    }
    try Self.check(table.pointee)
    self.table = table
  }

  private static var linkerMessage: String {
    dlerror().map { String(cString: $0) } ?? "no reason given"
  }

  private static func check(_ table: toolrack_plugin) throws(PluginLoadError) {
    let size = MemoryLayout<toolrack_plugin>.size
    guard table.size == UInt32(size) else {
      throw PluginLoadError(
        .table,
        "its toolrack_plugin has size \(table.size), but version 1 of the contract has \(size); "
          + "rebuild it with this release's toolrack_plugin.h")
    }
    guard table.create != nil else {
      throw PluginLoadError(.table, "its table has NULL for create, which every plugin needs")
    }
    guard table.flags & ~UInt32(TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK) == 0 else {
      throw PluginLoadError(
        .table,
        "its table has flags \(table.flags), of which version 1 of the contract knows only "
          + "CALLS_NEVER_BLOCK (\(TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK))")
    }
  }

  var callsNeverBlock: Bool {
    table.pointee.flags & UInt32(TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK) != 0
  }
}
