/// What a request asks of a plugin, and so which of its functions gets it.
package enum RequestKind: UInt8, Sendable, CaseIterable {
  /// `call` of the plugin's table.
  case tool = 0
  /// `get` of `toolrack.prompts/1`.
  case prompt = 1
  /// `read` of `toolrack.resources/1`.
  case resource = 2
  /// `complete` of `toolrack.completion/1`.
  case completion = 3

  /// What a request of this kind is for, in sentences: "the plugin does not know this prompt".
  var noun: String {
    switch self {
    case .tool: "tool"
    case .prompt: "prompt"
    case .resource: "resource"
    case .completion: "completion reference"
    }
  }
}
