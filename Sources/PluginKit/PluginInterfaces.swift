internal import PluginABI

/// The plugin's parts of the optional interfaces, the same for every instance.
enum PluginInterfaces {
  static let prompts = PermanentTable(
    toolrack_prompts(
      size: UInt32(MemoryLayout<toolrack_prompts>.size), reserved: 0,
      list: { plugin, out in transfer(plugin, out) { $0.promptList() } },
      get: { plugin, call, request in start(.prompt, plugin, call, request) }))

  static let resources = PermanentTable(
    toolrack_resources(
      size: UInt32(MemoryLayout<toolrack_resources>.size), reserved: 0,
      list: { plugin, out in transfer(plugin, out) { $0.resourceList() } },
      templates: { plugin, out in transfer(plugin, out) { $0.templateList() } },
      read: { plugin, call, request in start(.resource, plugin, call, request) },
      subscribe: { plugin, uri, isSubscribed in
        PluginInstance.at(plugin)?.subscribed(to: uri.string, isSubscribed != 0)
      }))

  static let completion = PermanentTable(
    toolrack_completion(
      size: UInt32(MemoryLayout<toolrack_completion>.size), reserved: 0,
      complete: { plugin, call, request in start(.completion, plugin, call, request) }))

  /// The part of the instance's plugin in an interface. Prompts and resources are always offered,
  /// since they may come later; completion where something can be completed.
  static func part(of instance: PluginInstance, in id: String) -> UnsafeRawPointer? {
    switch id {
    case TOOLRACK_PROMPTS_1: prompts.pointer
    case TOOLRACK_RESOURCES_1: resources.pointer
    case TOOLRACK_COMPLETION_1 where instance.hasCompletion: completion.pointer
    default: nil
    }
  }

  /// Starts a request. The same rules for every kind.
  static func start(
    _ kind: RequestKind, _ plugin: UnsafeMutableRawPointer?, _ call: OpaquePointer,
    _ request: UnsafePointer<toolrack_request>
  ) -> Int32 {
    guard let instance = PluginInstance.at(plugin) else { return TOOLRACK_FAILED }
    guard request.pointee.size == MemoryLayout<toolrack_request>.size else {
      return TOOLRACK_MISBEHAVIOUR
    }
    return instance.start(kind, CallHandle(call), request.pointee)
      ? TOOLRACK_OK : TOOLRACK_NOT_FOUND
  }

  /// Hands over a list of the instance.
  static func transfer(
    _ plugin: UnsafeMutableRawPointer?, _ out: UnsafeMutablePointer<toolrack_blob>,
    _ list: (PluginInstance) -> [UInt8]
  ) -> Int32 {
    guard let instance = PluginInstance.at(plugin) else { return TOOLRACK_FAILED }
    out.pointee = toolrack_blob(transferring: list(instance))
    return TOOLRACK_OK
  }
}

/// A table for the life of the process, as the contract promises: the file stays mapped.
///
/// `@unchecked Sendable`: the memory is never changed once it is made, and never freed.
struct PermanentTable: @unchecked Sendable {
  let pointer: UnsafeRawPointer

  init<Table: BitwiseCopyable>(_ table: Table) {
    let memory = UnsafeMutablePointer<Table>.allocate(capacity: 1)
    memory.initialize(to: table)
    pointer = UnsafeRawPointer(memory)
  }
}
