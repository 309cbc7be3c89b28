import Glibc
import JSON
import PluginABI
import Synchronization

/// The table that a plugin gets: C functions over a `PluginInstance`. They trust nothing but their
/// context, which is the instance itself, kept for ever.
enum HostTable {
  /// "toolrack 0.1.0", static.
  static let version: StaticString = "toolrack 0.1.0"

  static func make(context: UnsafeMutableRawPointer) -> toolrack_host {
    toolrack_host(
      size: UInt32(MemoryLayout<toolrack_host>.size), reserved_flags: 0, context: context,
      version: version.borrowed,
      log: { context, call, level, message, fields in
        HostTable.instance(context).log(call, level, message, fields)
      },
      complete: { context, call, result in
        HostTable.instance(context).complete(CallHandle(call), result)
      },
      progress: { context, call, done, total, message in
        HostTable.instance(context).progress(CallHandle(call), done, total, message)
      },
      is_cancelled: { context, call in
        HostTable.instance(context).isWaitedFor(CallHandle(call)) ? 0 : 1
      },
      config: { context, key, out in
        HostTable.instance(context).configuration(key.text, out)
      },
      tools_changed: { context in
        HostTable.instance(context).events.listsChanged(.tools)
      },
      get: { _, id in
        HostInterfaces.table(id)
      },
      reserved: (nil, nil, nil, nil, nil, nil, nil, nil))
  }

  static func instance(_ context: UnsafeMutableRawPointer) -> PluginInstance {
    Unmanaged<PluginInstance>.fromOpaque(context).takeUnretainedValue()
  }
}

extension PluginInstance {
  /// The longest log message that is kept, and the longest fields.
  static let maximumLogBytes = 8192

  fileprivate func log(
    _ call: OpaquePointer?, _ level: UInt32, _ message: toolrack_bytes, _ fields: toolrack_bytes
  ) {
    let running = call.flatMap { call in calls.withLock { $0.table.running(CallHandle(call)) } }
    let cut = UnsafeRawBufferPointer(rebasing: message.buffer.prefix(Self.maximumLogBytes))
    events.logged(
      PluginLog.Level(clamping: level), cut,
      fields: fields.count <= Self.maximumLogBytes ? fields.buffer : .empty, call: running?.sink)
  }

  fileprivate func complete(
    _ handle: CallHandle, _ result: UnsafePointer<toolrack_result>
  ) -> Int32 {
    switch end(handle) {
    case .running(let call):
      defer { hasEnded() }
      guard result.pointee.size == UInt32(MemoryLayout<toolrack_result>.size) else {
        call.sink.failed(.wrongResultSize(name, result.pointee.size))
        return TOOLRACK_MISBEHAVIOUR
      }
      // The result may point into the request, which lives as long as the call.
      withExtendedLifetime(call) { call.sink.completed(result) }
      return TOOLRACK_OK
    case .answered(let call):
      defer { hasEnded() }
      call.sink.endedUnheard()
      return TOOLRACK_OK
    case .unknown:
      events.logged(
        .error, "the plugin completed a call that had ended already; the completion is ignored")
      return TOOLRACK_MISBEHAVIOUR
    }
  }

  fileprivate func progress(
    _ handle: CallHandle, _ done: Double, _ total: Double, _ message: toolrack_bytes
  ) {
    let call = calls.withLock { $0.table.running(handle) }
    call?.sink.progressed(done: done, total: total, message: message.buffer)
  }

  fileprivate func isWaitedFor(_ handle: CallHandle) -> Bool {
    calls.withLock { $0.table.running(handle) != nil }
  }

  fileprivate func configuration(
    _ key: String, _ out: UnsafeMutablePointer<toolrack_blob>
  ) -> Int32 {
    guard let value = key.isEmpty ? settings : settings[key] else { return TOOLRACK_NOT_FOUND }
    var bytes = value.serialized()
    out.pointee = bytes.withUnsafeBytes { toolrack_blob(copying: $0) }
    bytes.withUnsafeMutableBytes {
      if let start = $0.baseAddress { explicit_bzero(start, $0.count) }
    }
    return TOOLRACK_OK
  }
}
