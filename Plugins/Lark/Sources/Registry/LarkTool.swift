internal import JSON
internal import PluginKit

/// A tool and the facts about it: what it calls, as whom, and what it does to what Lark keeps.
struct LarkTool: Sendable {
  let tool: Tool
  let group: ToolGroup
  let endpoints: [Endpoint]
  let rule: IdentityRule
  let effect: Effect
  let offer: Offer

  /// What a call does to what Lark keeps.
  enum Effect: String, Sendable {
    /// Nothing.
    case reads
    /// It adds something; a second call adds it again.
    case adds
    /// It replaces or removes something; a second call changes nothing more.
    case changes
  }

  /// When the tool is listed.
  enum Offer: Sendable {
    /// Unless it is denied.
    case always
    /// By default, and in the presets of its group.
    case byDefault
    /// In the presets of its group.
    case inPresets
    /// Only where `allow` names it.
    case onlyIfAllowed
  }

  var name: String { tool.name }

  /// The name is without the plugin's prefix; a title only where it tells people more than that.
  /// `run` gets the arguments and the context of the call; what it throws becomes the tool's error.
  /// Structured results say as whom the call acted in the member `as`.
  init<Arguments: Decodable & SendableMetatype>(
    _ name: String, _ description: String, title: String? = nil, _ core: LarkCore,
    group: ToolGroup, endpoints: [Endpoint], identity rule: IdentityRule, effect: Effect,
    offer: Offer = .byDefault, input: Schema,
    run: @escaping @Sendable (Arguments, CallContext) async throws(LarkFailure) -> ToolResult
  ) {
    self.group = group
    self.endpoints = endpoints
    self.rule = rule
    self.effect = effect
    self.offer = offer
    let settings = core.client.settings
    tool = Tool(
      name, description, title: title, input: input, annotations: effect.annotations
    ) { (arguments: Arguments, call: Call) in
      try await LarkTool.answer(CallContext(call, rule, settings)) {
        (context) throws(LarkFailure) in try await run(arguments, context)
      }
    }
  }

  /// A call that was cancelled ends as that, and not as an error of the tool.
  static func answer(
    _ context: CallContext,
    _ run: (CallContext) async throws(LarkFailure) -> ToolResult
  ) async throws -> ToolResult {
    do throws(LarkFailure) {
      var result = try await run(context)
      if var members = result.structured?.object, members["as"] == nil {
        members["as"] = .string(context.actedAs)
        result.structured = .object(members)
      }
      return result
    } catch .cancelled {
      throw CancellationError()
    } catch {
      throw error
    }
  }
}

extension LarkTool.Effect {
  /// Without what MCP takes for granted where nothing is said, such as an open world, and that a
  /// tool changes and destroys: every conversation pays for what is listed.
  var annotations: ToolAnnotations {
    switch self {
    case .reads: ToolAnnotations(readOnly: true)
    case .adds: ToolAnnotations(destructive: false)
    case .changes: ToolAnnotations(idempotent: true)
    }
  }
}

/// What every tool may need. Any thread.
struct LarkCore: Sendable {
  let client: LarkClient
  let zones: ZoneDirectory

  init(client: LarkClient, zones: ZoneDirectory = ZoneDirectory()) {
    (self.client, self.zones) = (client, zones)
  }

  /// The zone that an argument `time_zone` names, or else that of the settings.
  func zone(_ name: String? = nil) throws(LarkFailure) -> ZoneRules {
    if let name = name?.nonEmpty { return try zones.zone(named: name) }
    return try zones.zone(
      named: client.settings.timeZone, argument: "\(SettingsError.path).timeZone")
  }
}
