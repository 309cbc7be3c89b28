/// What is announced, which is exactly what is served, in every revision: changes of the lists and
/// of resources, log messages and completion, whether or not a plugin supplies any at the moment.
///
/// Legacy clients hear of changes on their notification stream, modern ones through
/// subscriptions/listen.
enum Capabilities {
  private static let common: StaticString = """
    {"tools":{"listChanged":true},"prompts":{"listChanged":true},\
    "resources":{"subscribe":true,"listChanged":true},"logging":{},"completions":{}
    """

  private static let tasks: StaticString =
    ",\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}"

  /// The ServerCapabilities object of server/discover.
  static func modern(_ options: MCPOptions) -> [UInt8] {
    var object: [UInt8] = []
    object.append(common)
    if options.servesTasks { object.append(tasks) }
    object.append("}")
    return object
  }

  /// The ServerCapabilities object of initialize.
  static let legacy: [UInt8] = {
    var object: [UInt8] = []
    object.append(common)
    object.append("}")
    return object
  }()
}
