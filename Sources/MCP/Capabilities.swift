/// What is announced: what is served at the moment, in every revision.
///
/// Prompts, resources, their changes and log messages are announced whether or not a plugin
/// supplies any: their methods are always served, with empty lists if need be, and a plugin may
/// offer its first prompt or resource at any time; a client that was told of neither would not
/// listen to the notification of that, and capabilities cannot be announced again. Completion has
/// no notification to wait for, so it is announced where somebody completes.
///
/// Legacy clients hear of changes on their notification stream, modern ones through
/// subscriptions/listen.
enum Capabilities {
  private static let common: StaticString = """
    {"tools":{"listChanged":true},"prompts":{"listChanged":true},\
    "resources":{"subscribe":true,"listChanged":true},"logging":{}
    """

  private static let completions: StaticString = ",\"completions\":{}"

  private static let tasks: StaticString =
    ",\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}"

  /// The ServerCapabilities object of server/discover.
  static func modern(_ options: MCPOptions, hasCompletion: Bool) -> [UInt8] {
    object(hasCompletion: hasCompletion, more: options.servesTasks ? tasks : "")
  }

  /// The ServerCapabilities object of initialize.
  static func legacy(hasCompletion: Bool) -> [UInt8] { object(hasCompletion: hasCompletion) }

  private static func object(hasCompletion: Bool, more: StaticString = "") -> [UInt8] {
    var object: [UInt8] = []
    object.append(common)
    if hasCompletion { object.append(completions) }
    object.append(more)
    object.append("}")
    return object
  }
}
