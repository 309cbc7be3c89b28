internal import PluginABI

/// Who speaks in a message.
public enum Role: String, Sendable, CaseIterable {
  /// The user.
  case user
  /// The model.
  case assistant

  /// The contract's number.
  var number: UInt32 {
    switch self {
    case .user: TOOLRACK_ROLE_USER
    case .assistant: TOOLRACK_ROLE_ASSISTANT
    }
  }
}
