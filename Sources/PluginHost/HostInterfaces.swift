import Glibc
import PluginABI
import Synchronization

/// The host's side of the optional interfaces: tables that every plugin gets, whose context is that
/// of the host's table.
enum HostInterfaces {
  /// The table for an id, or NULL.
  static func table(_ id: UnsafePointer<CChar>) -> UnsafeRawPointer? {
    if strcmp(id, TOOLRACK_HTTP_1) == 0 { return UnsafeRawPointer(HTTPService.table) }
    if strcmp(id, TOOLRACK_HTTP_STREAM_1) == 0 { return UnsafeRawPointer(HTTPStreamTable.table) }
    if strcmp(id, TOOLRACK_AWS_1) == 0 { return UnsafeRawPointer(SigningInterface.table) }
    if strcmp(id, TOOLRACK_PROMPTS_1) == 0 { return UnsafeRawPointer(prompts) }
    if strcmp(id, TOOLRACK_RESOURCES_1) == 0 { return UnsafeRawPointer(resources) }
    if strcmp(id, TOOLRACK_STREAM_1) == 0 { return UnsafeRawPointer(stream) }
    return nil
  }

  // Safe: written once, here, and then only read.
  nonisolated(unsafe) private static let prompts = permanent(
    toolrack_prompts_host(
      size: UInt32(MemoryLayout<toolrack_prompts_host>.size), reserved: 0,
      changed: { context in
        HostTable.instance(context).events.listsChanged(.prompts)
      }))

  // Safe: written once, here, and then only read.
  nonisolated(unsafe) private static let resources = permanent(
    toolrack_resources_host(
      size: UInt32(MemoryLayout<toolrack_resources_host>.size), reserved: 0,
      changed: { context in
        HostTable.instance(context).events.listsChanged(.resources)
      },
      updated: { context, uri in
        HostTable.instance(context).resourceUpdated(uri.buffer)
      }))

  // Safe: written once, here, and then only read.
  nonisolated(unsafe) private static let stream = permanent(
    toolrack_stream(
      size: UInt32(MemoryLayout<toolrack_stream>.size), reserved: 0,
      close: { context, call in
        let instance = HostTable.instance(context)
        instance.calls.withLock { $0.table.running(CallHandle(call)) }?.sink.closesStream()
      }))

  /// A copy that stays for the life of the process.
  private static func permanent<Table>(_ table: Table) -> UnsafePointer<Table> {
    let memory = UnsafeMutablePointer<Table>.allocate(capacity: 1)
    memory.initialize(to: table)
    return UnsafePointer(memory)
  }
}

extension PluginInstance {
  fileprivate func resourceUpdated(_ uri: UnsafeRawBufferPointer) {
    guard !uri.isEmpty, uri.count <= ResourceDefinition.maximumURIBytes else {
      events.logged(
        .error,
        "the plugin reported an update of a resource whose URI has \(uri.count) bytes instead of 1 "
          + "to \(ResourceDefinition.maximumURIBytes); it is ignored")
      return
    }
    events.resourceUpdated(URIKey(uri))
  }
}
