public import JSON

/// A tool: what is listed of it, and what runs when it is called.
public struct Tool: Sendable {
  /// The name without the plugin's prefix, `[A-Za-z0-9_-]`.
  public let name: String
  /// What the tool does, for the model that chooses among tools.
  public let description: String
  /// A name for people.
  public let title: String?
  /// What the arguments look like: always an object.
  public let input: Schema
  /// What `ToolResult.structured` looks like, where the tool gives that.
  public let output: Schema?
  /// Hints about what the tool does.
  public let annotations: ToolAnnotations
  /// The listed `_meta`, such as icons or display hints of some client.
  public let meta: JSONObject

  /// Whether a call may become a task.
  public let taskSupport: TaskSupport
  /// Whether the tool asks the client first, before a task is made of the call.
  public let asksFirst: Bool

  /// The MCP Tool object that is listed as it is; nil where it is made of the rest.
  let definition: JSONObject?
  let handler: CallHandler

  /// A tool with typed arguments. They are decoded before the handler runs; where they do not fit,
  /// the client gets a tool error that names the field. Whatever the handler throws becomes a tool
  /// error, see `ToolError`.
  public init<Arguments: Decodable & SendableMetatype>(
    _ name: String, _ description: String, title: String? = nil, input: Schema,
    output: Schema? = nil, annotations: ToolAnnotations = ToolAnnotations(), meta: JSONObject = [:],
    taskSupport: TaskSupport = .forbidden, asksFirst: Bool = false,
    handler: @escaping @Sendable (Arguments, Call) async throws -> ToolResult
  ) {
    self.name = name
    self.description = description
    self.title = title
    self.input = input
    self.output = output
    self.annotations = annotations
    self.meta = meta
    self.taskSupport = taskSupport
    self.asksFirst = asksFirst
    definition = nil
    self.handler = .task { call in
      Outcome(try await handler(try ToolArguments.decode(call.arguments), call))
    }
  }

  /// A tool that answers through `Reply`, from a thread of its own: for what is called very often,
  /// or waits on threads that the plugin has anyway. `replying` runs on the thread on which the
  /// call arrived, which brings the next calls too: it does not wait, and hands the reply on.
  /// The arguments are JSON as the client wrote it; the host has checked them.
  public init(
    _ name: String, _ description: String, title: String? = nil, input: Schema,
    output: Schema? = nil, annotations: ToolAnnotations = ToolAnnotations(), meta: JSONObject = [:],
    replying: @escaping @Sendable (JSONValue, Call, Reply) -> Void
  ) {
    self.name = name
    self.description = description
    self.title = title
    self.input = input
    self.output = output
    self.annotations = annotations
    self.meta = meta
    taskSupport = .forbidden
    asksFirst = false
    definition = nil
    handler = .replying(replying)
  }

  /// A tool without arguments.
  public init(
    _ name: String, _ description: String, title: String? = nil, output: Schema? = nil,
    annotations: ToolAnnotations = ToolAnnotations(), meta: JSONObject = [:],
    taskSupport: TaskSupport = .forbidden, asksFirst: Bool = false,
    handler: @escaping @Sendable (Call) async throws -> ToolResult
  ) {
    self.init(
      name, description, title: title, input: .object(), output: output, annotations: annotations,
      meta: meta, taskSupport: taskSupport, asksFirst: asksFirst
    ) { (_: JSONValue, call: Call) in try await handler(call) }
  }

  /// The MCP Tool object.
  func write(into writer: inout JSONWriter) {
    if let definition { return writer.value(.object(definition)) }
    writer.beginObject()
    writer.key("name")
    writer.string(name)
    if let title {
      writer.key("title")
      writer.string(title)
    }
    writer.key("description")
    writer.string(description)
    writer.key("inputSchema")
    writer.value(input.json)
    if let output {
      writer.key("outputSchema")
      writer.value(output.json)
    }
    writeUnlessEmpty("annotations", annotations.json, into: &writer)
    writeUnlessEmpty("execution", execution, into: &writer)
    writeUnlessEmpty("_meta", meta, into: &writer)
    writer.endObject()
  }

  private var execution: JSONObject {
    guard taskSupport != .forbidden else { return [:] }
    var execution: JSONObject = ["taskSupport": .string(taskSupport.rawValue)]
    if asksFirst { execution["asksFirst"] = true }
    return execution
  }

  private func writeUnlessEmpty(
    _ key: StaticString, _ object: JSONObject, into writer: inout JSONWriter
  ) {
    guard !object.isEmpty else { return }
    writer.key(key)
    writer.value(.object(object))
  }
}
