package import PluginABI

/// Whoever waits for a call. Exactly one of `completed` and `failed` is called, once, on any
/// thread, possibly before `PluginHost.call` returns; `progressed`, `logged` and `closesStream` are
/// called before it, save for one that is under way at that moment.
package protocol CallSink: AnyObject, Sendable {
  /// The plugin answered. `result` and what it points to are valid only while this runs.
  func completed(_ result: UnsafePointer<toolrack_result>)
  /// The host answers in the plugin's place.
  func failed(_ failure: CallFailure)
  /// The plugin is about to see the call.
  func begins()
  /// The plugin has ended a call that nobody waits for any more. Instead of the two above.
  func endedUnheard()
  /// How far the call is; `total` 0 means unknown. `message` is valid only while this runs.
  func progressed(done: Double, total: Double, message: UnsafeRawBufferPointer)
  /// A log line of the plugin that belongs to the call; the host's log has it too. UTF-8, and
  /// `fields` a JSON object or empty, as the plugin gave them: neither is checked. Both are at most
  /// `PluginInstance.maximumLogBytes` long and valid only while this runs.
  func logged(
    _ level: PluginLog.Level, message: UnsafeRawBufferPointer, fields: UnsafeRawBufferPointer)
  /// The plugin asks to end the connection on which the answer is awaited, where the client can
  /// come back for it. The call goes on.
  func closesStream()
}

extension CallSink {
  /// Nothing.
  package func begins() {}

  /// Nothing: whoever waited has gone.
  package func endedUnheard() {}

  /// Nothing: the host's log has it.
  package func logged(
    _ level: PluginLog.Level, message: UnsafeRawBufferPointer, fields: UnsafeRawBufferPointer
  ) {}

  /// Nothing.
  package func closesStream() {}
}

/// Why a call ended without an answer of the plugin.
package struct CallFailure: Error, Sendable, Equatable {
  package enum Code: Sendable, Equatable {
    /// The worker died while the call ran; whether the call took effect is not known.
    case crashed
    /// The deadline passed.
    case timedOut
    /// Too much is running; nothing was started.
    case busy
    /// The plugin is not there now: quarantined, stopped or not loaded.
    case unavailable
    /// The plugin refused the request or broke the contract.
    case refused
    /// The plugin refused the request: there is no such tool, prompt or resource (any more).
    case notFound
  }

  package var code: Code
  /// One sentence for the caller: what happened and what that means.
  package var message: String
  /// When a new try makes sense, in milliseconds; nil where it does not.
  package var retryAfterMilliseconds: UInt64?

  package init(_ code: Code, _ message: String, retryAfterMilliseconds: UInt64? = nil) {
    self.code = code
    self.message = message
    self.retryAfterMilliseconds = retryAfterMilliseconds
  }
}

/// Names one running call of one plugin: slot and generation, never a pointer to memory.
package struct CallHandle: Sendable, Hashable {
  let bits: UInt64

  init(index: Int, generation: UInt32) {
    bits = UInt64(generation) << 32 | UInt64(UInt32(index) + 1)
  }

  init(bits: UInt64) {
    self.bits = bits
  }

  /// The slot, or nil for bits that never were a handle.
  var index: Int? {
    let low = bits & 0xFFFF_FFFF
    return low == 0 ? nil : Int(low - 1)
  }

  var generation: UInt32 { UInt32(truncatingIfNeeded: bits >> 32) }

  /// As the plugin sees it. Never dereferenced by either side.
  var pointer: OpaquePointer? { OpaquePointer(bitPattern: UInt(bits)) }

  init(_ pointer: OpaquePointer) {
    bits = UInt64(UInt(bitPattern: pointer))
  }
}
