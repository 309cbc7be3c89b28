internal import PluginABI

/// The plugin's parts of the optional interfaces: tables for the life of the process, allocated
/// once and never freed, the same for every instance.
///
/// `nonisolated(unsafe)`: what they point to is never changed once it is made.
enum PluginInterfaces {
  nonisolated(unsafe) static let prompts = permanent(
    toolrack_prompts(
      size: UInt32(MemoryLayout<toolrack_prompts>.size), reserved: 0,
      list: { plugin, out in transfer(plugin, out) { $0.promptList() } },
      get: { plugin, call, request in start(.prompt, plugin, call, request) }))

  nonisolated(unsafe) static let resources = permanent(
    toolrack_resources(
      size: UInt32(MemoryLayout<toolrack_resources>.size), reserved: 0,
      list: { plugin, out in transfer(plugin, out) { $0.resourceList() } },
      templates: { plugin, out in transfer(plugin, out) { $0.templateList() } },
      read: { plugin, call, request in start(.resource, plugin, call, request) },
      subscribe: { plugin, uri, isSubscribed in
        PluginInstance.at(plugin)?.subscribed(to: uri.string, isSubscribed != 0)
      }))

  nonisolated(unsafe) static let completion = permanent(
    toolrack_completion(
      size: UInt32(MemoryLayout<toolrack_completion>.size), reserved: 0,
      complete: { plugin, call, request in start(.completion, plugin, call, request) }))

  /// The part of the instance's plugin in an interface. Prompts and resources are always offered,
  /// since they may come later; completion where something can be completed.
  static func part(of instance: PluginInstance, in id: String) -> UnsafeRawPointer? {
    switch id {
    case TOOLRACK_PROMPTS_1: UnsafeRawPointer(prompts)
    case TOOLRACK_RESOURCES_1: UnsafeRawPointer(resources)
    case TOOLRACK_COMPLETION_1 where instance.hasCompletion: UnsafeRawPointer(completion)
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

  private static func permanent<Table>(_ table: Table) -> UnsafePointer<Table> {
    let memory = UnsafeMutablePointer<Table>.allocate(capacity: 1)
    memory.initialize(to: table)
    return UnsafePointer(memory)
  }
}
