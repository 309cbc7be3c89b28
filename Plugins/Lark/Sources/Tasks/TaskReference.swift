/// A task or a task list: by its id, or by a link to it.
enum TaskReference {
  static func id(_ text: String, _ argument: String) throws(LarkFailure) -> String {
    if let reference = LarkReference(parsing: text), [.task, .unknown].contains(reference.kind),
      LarkReference.isToken(reference.token)
    {
      return reference.token
    }
    throw .argument(
      "\(argument): write the id (guid) as list_tasks tells it, or a link to it in Lark.")
  }
}
