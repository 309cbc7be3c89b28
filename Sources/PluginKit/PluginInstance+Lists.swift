internal import JSON
internal import Synchronization

/// The lists of the contract: JSON arrays of MCP objects. From when a list is read, requests find
/// what it names. What cannot be listed is left out, and the host's log says why.
extension PluginInstance {
  func toolList() -> [UInt8] {
    let tools = plugin.tools.filter(isListable)
    offers.withLock { $0.setTools(tools) }
    var writer = JSONWriter()
    writer.beginArray()
    for tool in tools { tool.write(into: &writer) }
    writer.endArray()
    return writer.bytes
  }

  func promptList() -> [UInt8] {
    let prompts = plugin.prompts
    offers.withLock { $0.setPrompts(prompts) }
    return serialize(prompts.map(\.json))
  }

  func resourceList() -> [UInt8] {
    let resources = plugin.resources
    offers.withLock { $0.setResources(resources) }
    return serialize(resources.map(\.json))
  }

  func templateList() -> [UInt8] {
    let templates = plugin.resourceTemplates.filter(isListable)
    offers.withLock { $0.setTemplates(templates) }
    return serialize(templates.map(\.json))
  }

  private func serialize(_ objects: [JSONObject]) -> [UInt8] {
    JSONValue.array(objects.map(JSONValue.object)).serialized()
  }

  private func isListable(_ tool: Tool) -> Bool {
    guard let fault = tool.input.fault ?? tool.output?.fault else { return true }
    host.log(.error, "The schema of tool \(tool.name) is no JSON: \(fault)", [:])
    return false
  }

  private func isListable(_ template: ResourceTemplate) -> Bool {
    guard template.match == nil else { return true }
    host.log(
      .error,
      """
      The URI template \(template.uriTemplate) cannot be listed: its expressions must be {name}, \
      each name once, with something between two of them.
      """, [:])
    return false
  }
}
