import CPlatform
import PluginABI

/// The sentences for calls that end without an answer of their plugin.
extension CallFailure {
  /// When to come back to a plugin that is full.
  static let busyRetryMilliseconds: UInt64 = 1000

  static func busy(_ plugin: String) -> CallFailure {
    CallFailure(
      .busy, "The plugin \(plugin) is running as many calls as it may; try again in a second.",
      retryAfterMilliseconds: busyRetryMilliseconds)
  }

  static func refused(_ plugin: String, _ kind: RequestKind, status: Int32) -> CallFailure {
    switch status {
    case TOOLRACK_BUSY: return .busy(plugin)
    case TOOLRACK_NOT_FOUND:
      return CallFailure(.notFound, "The plugin \(plugin) does not know this \(kind.noun).")
    default:
      return CallFailure(.refused, "The plugin \(plugin) refused the call (status \(status)).")
    }
  }

  static func tooLarge(_ plugin: String) -> CallFailure {
    CallFailure(
      .refused,
      "The call is larger than \(FrameLimits.maximumPayloadBytes >> 20) MiB, the most that a "
        + "plugin in a worker can be sent; the plugin \(plugin) did not see it.")
  }

  static func timedOut(_ plugin: String) -> CallFailure {
    CallFailure(
      .timedOut,
      "The plugin \(plugin) did not answer before the call's deadline; whether the call took "
        + "effect is not known.")
  }

  static func crashed(_ plugin: String, how: String) -> CallFailure {
    CallFailure(
      .crashed,
      "The plugin \(plugin) crashed while it ran this call (\(how)); it is being restarted, and "
        + "whether the call took effect is not known.")
  }

  static func wrongResultSize(_ plugin: String, _ size: UInt32) -> CallFailure {
    CallFailure(
      .refused,
      "The plugin \(plugin) answered with a toolrack_result of size \(size) instead of "
        + "\(MemoryLayout<toolrack_result>.size); rebuild it with this release's header.")
  }

  static func unavailable(_ plugin: String, _ why: String, retryAfterMilliseconds: UInt64?)
    -> CallFailure
  {
    CallFailure(
      .unavailable, "The plugin \(plugin) is not available: \(why).",
      retryAfterMilliseconds: retryAfterMilliseconds)
  }
}
