internal import PluginABI
internal import Synchronization

/// Makes the contract's table out of a plugin type.
public enum PluginEntry {
  /// The table of the plugin, the same pointer at every call. To be returned by the entry of the
  /// shared object. Any thread. One shared object holds one plugin: a second type stops the
  /// program.
  ///
  /// The table is allocated once and never freed: the contract promises it for the life of the
  /// process, since the file stays mapped. That makes the call safe, whatever becomes of the
  /// pointer.
  @safe
  public static func table(of type: any Plugin.Type) -> PluginTable {
    let current = registered.withLock { registered in
      let current = registered ?? Registration(type: type, table: makeTable(of: type))
      registered = current
      return current
    }
    precondition(current.type == type, "one shared object holds one plugin")
    return current.table
  }

  /// The type that `create` makes.
  static var type: (any Plugin.Type)? { registered.withLock { $0?.type } }

  /// `@unchecked Sendable`: the table is never changed or freed once it is made.
  private struct Registration: @unchecked Sendable {
    let type: any Plugin.Type
    let table: PluginTable
  }

  private static let registered = Mutex<Registration?>(nil)

  private static func makeTable(of type: any Plugin.Type) -> PluginTable {
    let table = UnsafeMutablePointer<toolrack_plugin>.allocate(capacity: 1)
    table.initialize(to: toolrack_plugin())
    table.pointee.size = UInt32(MemoryLayout<toolrack_plugin>.size)
    table.pointee.flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK
    table.pointee.name = staticBytes(type.name)
    table.pointee.version = staticBytes(type.version)
    table.pointee.maximum_concurrency = UInt32(clamping: type.maximumConcurrency)
    table.pointee.setFunctions()
    return UnsafePointer(table)
  }

  /// A copy that is never freed, as the table itself.
  private static func staticBytes(_ text: String) -> toolrack_bytes {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.utf8.count)
    _ = copy.initialize(from: text.utf8)
    return toolrack_bytes(pointer: UnsafePointer(copy.baseAddress), count: copy.count)
  }
}
