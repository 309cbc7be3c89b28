internal import PluginABI

/// The functions of the table. They trust the host's pointers, nothing else, and pass on to the
/// instance, which `create` retains and `destroy` releases.
extension toolrack_plugin {
  mutating func setFunctions() {
    create = { host, plugin, error in
      PluginInstance.create(PluginEntry.type, host, plugin, error)
    }
    tools = { plugin, out in PluginInterfaces.transfer(plugin, out) { $0.toolList() } }
    call = { plugin, call, request in PluginInterfaces.start(.tool, plugin, call, request) }
    cancel = { plugin, call in PluginInstance.at(plugin)?.cancel(CallHandle(call)) }
    quiesce = { plugin in PluginInstance.at(plugin)?.quiesce() }
    destroy = { plugin in PluginInstance.destroy(plugin) }
    get = { plugin, id in
      PluginInstance.at(plugin).flatMap { PluginInterfaces.part(of: $0, in: String(cString: id)) }
    }
  }
}

extension PluginInstance {
  /// Makes an instance of the type, retained for the host.
  static func create(
    _ type: (any Plugin.Type)?, _ host: UnsafePointer<toolrack_host>,
    _ plugin: UnsafeMutablePointer<UnsafeMutableRawPointer?>,
    _ error: UnsafeMutablePointer<toolrack_blob>
  ) -> Int32 {
    guard let type, host.pointee.size == MemoryLayout<toolrack_host>.size else {
      return fail(error, "The host was built for another version of the contract.")
    }
    do {
      let instance = try PluginInstance(type, host: host)
      plugin.pointee = Unmanaged.passRetained(instance).toOpaque()
      return TOOLRACK_OK
    } catch let failure {
      return fail(error, describe(failure))
    }
  }

  /// The instance that `create` made, or nil for a null pointer.
  static func at(_ plugin: UnsafeMutableRawPointer?) -> PluginInstance? {
    plugin.map { Unmanaged<PluginInstance>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Ends the instance and gives up the host's hold on it.
  static func destroy(_ plugin: UnsafeMutableRawPointer?) {
    guard let plugin else { return }
    let instance = Unmanaged<PluginInstance>.fromOpaque(plugin)
    instance.takeUnretainedValue().end()
    instance.release()
  }

  private static func describe(_ error: any Error) -> String {
    guard let error = error as? any ToolErrorConvertible else { return "\(error)" }
    return [error.toolError.summary, error.toolError.detail].compactMap(\.self)
      .joined(separator: " ")
  }

  private static func fail(_ error: UnsafeMutablePointer<toolrack_blob>, _ text: String) -> Int32 {
    error.pointee = toolrack_blob(transferring: [UInt8](text.utf8))
    return TOOLRACK_FAILED
  }
}
