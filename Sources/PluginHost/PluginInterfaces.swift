import PluginABI

/// The optional interfaces that a plugin offers; each nil where it does not.
struct PluginInterfaces: @unchecked Sendable {
  // Sendable: copies of tables of functions, which are code of a library that is never closed.
  private(set) var prompts: toolrack_prompts?
  private(set) var resources: toolrack_resources?
  private(set) var completion: toolrack_completion?

  /// None.
  init() {}

  /// Asks the plugin for each. Throws `table` where one has another size than this release's.
  init(
    of table: UnsafePointer<toolrack_plugin>, _ plugin: UnsafeMutableRawPointer?
  ) throws(PluginLoadError) {
    guard let get = table.pointee.get else { return }
    prompts = try Self.checked(TOOLRACK_PROMPTS_1, get(plugin, TOOLRACK_PROMPTS_1))
    resources = try Self.checked(TOOLRACK_RESOURCES_1, get(plugin, TOOLRACK_RESOURCES_1))
    completion = try Self.checked(TOOLRACK_COMPLETION_1, get(plugin, TOOLRACK_COMPLETION_1))
  }

  /// A copy of the table at `pointer`, which begins with its size as every table does.
  private static func checked<Table>(
    _ id: String, _ pointer: UnsafeRawPointer?
  ) throws(PluginLoadError) -> Table? {
    guard let pointer else { return nil }
    let size = pointer.loadUnaligned(as: UInt32.self)
    guard size == UInt32(MemoryLayout<Table>.size) else {
      throw PluginLoadError(
        .table,
        "its table for \(id) has size \(size), but the contract has \(MemoryLayout<Table>.size); "
          + "rebuild it with this release's toolrack_plugin.h")
    }
    return pointer.assumingMemoryBound(to: Table.self).pointee
  }

  /// The function that gives a list, beside the plugin's tools; nil where there is none.
  func listFunction(_ kind: ListKind) -> toolrack_list_function? {
    switch kind {
    case .tools: nil
    case .prompts: prompts?.list
    case .resources: resources?.list
    case .templates: resources?.templates
    }
  }

  /// The function that takes requests of a kind, beside tool calls; nil where there is none.
  func callFunction(_ kind: RequestKind) -> toolrack_call_function? {
    switch kind {
    case .tool: nil
    case .prompt: prompts?.get
    case .resource: resources?.read
    case .completion: completion?.complete
    }
  }
}
