internal import JSON

/// What a plugin offers, as of when each list was last read: it finds what runs for a request.
struct Offers: Sendable {
  private var tools: [String: CallHandler] = [:]
  private var prompts: [String: Prompt] = [:]
  private var resources: [String: CallHandler] = [:]
  private var templates: [ResourceTemplate] = []

  /// Of two with one name the first counts, here and below.
  mutating func setTools(_ tools: [Tool]) {
    self.tools = Dictionary(tools.map { ($0.name, $0.handler) }) { first, _ in first }
  }

  mutating func setPrompts(_ prompts: [Prompt]) {
    self.prompts = Dictionary(prompts.map { ($0.name, $0) }) { first, _ in first }
  }

  mutating func setResources(_ resources: [Resource]) {
    self.resources = Dictionary(resources.map { ($0.uri, $0.handler) }) { first, _ in first }
  }

  mutating func setTemplates(_ templates: [ResourceTemplate]) { self.templates = templates }

  /// Whether there is anything whose values can be completed.
  var hasCompletion: Bool {
    templates.contains { !$0.complete.isEmpty }
      || prompts.values.contains { $0.arguments.contains { $0.complete != nil } }
  }

  /// What runs for a request; nil where there is no such tool. What else is not there runs too, and
  /// ends as not found.
  func handler(_ kind: RequestKind, _ name: String) -> CallHandler? {
    switch kind {
    case .tool: tools[name]
    case .prompt: prompts[name]?.handler ?? missing("There is no prompt \(name).")
    case .resource: reader(of: name) ?? missing("There is no resource \(name).")
    case .completion: .task { call in try await complete(call) }
    }
  }

  private func missing(_ summary: String) -> CallHandler {
    .task { _ in throw NotFound(summary) }
  }

  private func reader(of uri: String) -> CallHandler? {
    if let handler = resources[uri] { return handler }
    for template in templates {
      guard let variables = template.match?(uri) else { continue }
      return .task { call in try await template.handler(variables, call) }
    }
    return nil
  }

  private func complete(_ call: Call) async throws -> Outcome {
    let request = try CompletionRequest.decode(call.arguments)
    return try await request.outcome(try completer(for: request), call)
  }

  /// Nil where the plugin knows what is referred to, but has nothing to propose.
  private func completer(for request: CompletionRequest) throws(NotFound) -> Completer? {
    switch (request.ref.type, request.ref.name, request.ref.uri) {
    case ("ref/prompt", let name?, _):
      guard let prompt = prompts[name] else { throw NotFound("There is no prompt \(name).") }
      return prompt.arguments.first { $0.name == request.argument.name }?.complete
    case ("ref/resource", _, let uri?):
      if let template = templates.first(where: { $0.uriTemplate == uri }) {
        return template.complete[request.argument.name]
      }
      guard resources[uri] != nil else { throw NotFound("There is no resource template \(uri).") }
      return nil
    default: throw NotFound("ref: must be a ref/prompt with a name or a ref/resource with a uri.")
    }
  }
}
