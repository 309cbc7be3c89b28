/// What a server offers beyond the protocol's core.
package struct MCPOptions: Sendable {
  /// Whether the tasks extension is announced and its methods are served. Without it a tool that
  /// demands a task is run like any other, and the client waits.
  package var servesTasks: Bool

  /// Nothing, unless told otherwise.
  package init(servesTasks: Bool = false) { self.servesTasks = servesTasks }
}
