import PluginKit

/// Tools that change what is listed, or what a resource holds.
extension Everything {
  var changeTools: [Tool] {
    let triggers: [Tool] = [
      .bare("test_trigger_tool_change", "Adds a tool, or takes it away again.") { _ in
        let isThere = toggle(\.hasDynamicTool)
        host.toolsChanged()
        return Self.told("test_dynamic_tool", isThere)
      },
      .bare("test_trigger_prompt_change", "Adds a prompt, or takes it away again.") { _ in
        let isThere = toggle(\.hasDynamicPrompt)
        host.promptsChanged()
        return Self.told("test_dynamic_prompt", isThere)
      },
      .bare("test_trigger_resource_change", "Adds a resource, or takes it away again.") { _ in
        let isThere = toggle(\.hasDynamicResource)
        host.resourcesChanged()
        return Self.told("test://dynamic-resource", isThere)
      },
      .bare("test_trigger_resource_update", "Changes the watched resource.") { _ in
        let revision = state.withLock { state in
          state.revision += 1
          return state.revision
        }
        host.resourceUpdated(Self.watchedURI)
        return .text("\(Self.watchedURI) has revision \(revision) now.")
      },
    ]
    guard state.withLock({ $0.hasDynamicTool }) else { return triggers }
    return triggers + [
      .bare("test_dynamic_tool", "Is there only now and then.") { _ in
        .text("The dynamic tool answered.")
      }
    ]
  }

  private func toggle(_ member: any WritableKeyPath<State, Bool> & Sendable) -> Bool {
    state.withLock { state in
      state[keyPath: member].toggle()
      return state[keyPath: member]
    }
  }

  private static func told(_ item: String, _ isThere: Bool) -> ToolResult {
    .text("\(item) is \(isThere ? "listed" : "not listed any more").")
  }
}
