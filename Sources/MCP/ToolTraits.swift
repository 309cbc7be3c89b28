/// What every call of a tool looks at: values alone, since a reference that all threads count would
/// hold them up.
struct ToolTraits: Sendable {
  /// Whether its calls become tasks.
  let taskSupport: OfferedTool.TaskSupport
  /// Whether modern HTTP clients repeat arguments in headers.
  let hasHeaderParameters: Bool
  /// Whether its structured content is checked.
  let hasOutputSchema: Bool
}
