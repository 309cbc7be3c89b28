import JSON

/// The tasks extension of 2026-07-28, as a client declares it.
enum TasksExtension {
  static let name: StaticString = "io.modelcontextprotocol/tasks"

  /// Whether the capabilities of a request list it.
  static func isDeclared(
    _ metadata: RequestMetadata, in document: borrowing JSONDocument
  ) -> Bool {
    guard let capabilities = metadata.clientCapabilities,
      let extensions = document.member(capabilities, "extensions"),
      let declared = document.member(extensions, name)
    else { return false }
    return document.kind(declared) == .object
  }

  /// The error for a client that does not.
  static var missing: ProtocolError {
    .missingCapability(
      Array("{\"extensions\":{\"\(name)\":{}}}".utf8),
      "this needs a client that declares the extension \(name)")
  }
}

/// tasks/get, tasks/update and tasks/cancel up to the table of tasks.
extension Request {
  func task(_ method: Method?, _ metadata: RequestMetadata) throws(ProtocolError) -> MCPAction {
    guard TasksExtension.isDeclared(metadata, in: document) else { throw TasksExtension.missing }
    let taskID = document.string(try requiredString("taskId")) ?? ""
    return .task(
      TaskRequest(
        kind: try taskKind(method), taskID: taskID, id: Array(rawID), rendered: dispatch.rendered))
  }

  private func taskKind(_ method: Method?) throws(ProtocolError) -> TaskRequest.Kind {
    switch method {
    case .taskUpdate:
      guard let answers = try inputResponses() else {
        throw ProtocolError(
          .invalidParams, "params.inputResponses is missing; it must be an object")
      }
      return .update(inputResponses: Array(document.slice(answers)))
    case .taskCancel: return .cancel
    default: return .get
    }
  }
}
