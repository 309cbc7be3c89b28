/// Codes of approvals, of their definitions and tasks.
enum ApprovalCode {
  /// Codes look like `E565EC28-57C7-461C-B7ED-1E2D838F4878`.
  static func checked(_ text: String, _ argument: String) throws(LarkFailure) -> String {
    let text = text.trimmingSpaces
    guard (4...128).contains(text.utf8.count), LarkReference.isToken(text) else {
      throw .argument("\(argument): write a code such as list_approvals tells it.")
    }
    return text
  }
}
