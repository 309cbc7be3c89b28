public import JSON

extension Tool {
  /// A tool by its MCP Tool object, which is listed with all its members: for plugins that pass on
  /// what others define. It must have a `name` of `[A-Za-z0-9_-]` and an `inputSchema` that the
  /// host can compile: one tool that the host refuses keeps the whole plugin from being offered.
  ///
  /// The handler gets the arguments as the client wrote them, which the host has checked; numbers
  /// keep their spelling.
  public init(
    definition: JSONObject,
    handler: @escaping @Sendable (_ arguments: JSONValue, Call) async throws -> ToolResult
  ) {
    self.init(
      definition: definition,
      .task { call in
        Outcome(try await handler(try ToolArguments.decode(call.arguments), call))
      })
  }

  /// The same with a handler that answers through `Reply`, see
  /// `init(_:_:title:input:output:annotations:meta:replying:)`.
  public init(
    definition: JSONObject, replying: @escaping @Sendable (JSONValue, Call, Reply) -> Void
  ) {
    self.init(definition: definition, .replying(replying))
  }

  private init(definition: JSONObject, _ handler: CallHandler) {
    name = definition["name"]?.string ?? ""
    description = definition["description"]?.string ?? ""
    title = definition["title"]?.string
    input = .raw(definition["inputSchema"] ?? .null)
    output = definition["outputSchema"].map(Schema.raw)
    annotations = ToolAnnotations(definition["annotations"])
    meta = definition["_meta"]?.object ?? [:]
    let execution = definition["execution"]
    taskSupport = execution?["taskSupport"]?.string.flatMap(TaskSupport.init) ?? .forbidden
    asksFirst = execution?["asksFirst"]?.bool ?? false
    self.definition = definition
    self.handler = handler
  }
}

extension CallHandler {
  static func replying(
    _ body: @escaping @Sendable (JSONValue, Call, Reply) -> Void
  ) -> CallHandler {
    .reply { call, reply in
      do {
        let arguments: JSONValue = try ToolArguments.decode(call.arguments)
        body(arguments, call, reply)
      } catch {
        reply(throwing: error)
      }
    }
  }
}

extension ToolAnnotations {
  fileprivate init(_ json: JSONValue?) {
    self.init(
      readOnly: json?["readOnlyHint"]?.bool, destructive: json?["destructiveHint"]?.bool,
      idempotent: json?["idempotentHint"]?.bool, openWorld: json?["openWorldHint"]?.bool)
  }
}
