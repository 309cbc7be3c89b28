internal import JSON
internal import PluginABI

/// The way to the host: its table, for as long as the instance lives.
///
/// `@unchecked Sendable`: the table is constant and each of its functions may be called from any
/// thread. It is only reached through the gate, which `end` closes before the instance is gone;
/// `complete` goes past the gate, since an instance outlives its running calls.
final class HostLink: @unchecked Sendable {
  private let table: UnsafePointer<toolrack_host>
  private let gate = Gate()

  init(_ table: UnsafePointer<toolrack_host>) { self.table = table }

  /// After this nothing reaches the host any more: what is asked of it has no effect.
  func end() { gate.close() }

  func log(
    _ level: LogLevel, _ message: String, _ fields: JSONObject, call: CallHandle? = nil
  ) {
    let fields = fields.isEmpty ? [] : JSONValue.object(fields).serialized()
    use { host in
      message.withBytes { message in
        fields.withBytes { host.log(host.context, call?.pointer, level.rawValue, message, $0) }
      }
    }
  }

  /// A setting; all of them for an empty key. Nil where there is no such setting.
  func setting(_ key: String) -> JSONValue? {
    let bytes: [UInt8]?? = use { host in
      var blob = toolrack_blob()
      let status = key.withBytes { host.config(host.context, $0, &blob) }
      return status == TOOLRACK_OK ? blob.take() : nil
    }
    return bytes.flatMap(\.self).flatMap { try? JSONValue(parsing: $0) }
  }

  func progress(_ call: CallHandle, _ done: Double, of total: Double, _ message: String) {
    use { host in
      message.withBytes { host.progress(host.context, call.pointer, done, total, $0) }
    }
  }

  /// True also where the instance has ended.
  func isCancelled(_ call: CallHandle) -> Bool {
    use { host in host.is_cancelled(host.context, call.pointer) != 0 } ?? true
  }

  func toolsChanged() { use { host in host.tools_changed(host.context) } }

  func promptsChanged() {
    _ = withInterface(TOOLRACK_PROMPTS_1, toolrack_prompts_host.self) { context, host in
      host.pointee.changed(context)
    }
  }

  func resourcesChanged() {
    _ = withInterface(TOOLRACK_RESOURCES_1, toolrack_resources_host.self) { context, host in
      host.pointee.changed(context)
    }
  }

  func resourceUpdated(_ uri: String) {
    _ = withInterface(TOOLRACK_RESOURCES_1, toolrack_resources_host.self) { context, host in
      uri.withBytes { host.pointee.updated(context, $0) }
    }
  }

  func closeStream(_ call: CallHandle) {
    _ = withInterface(TOOLRACK_STREAM_1, toolrack_stream.self) { context, host in
      host.pointee.close(context, call.pointer)
    }
  }

  /// Ends an exchange of the host's HTTP client early; nothing where there is no number.
  func cancelExchange(_ number: UInt64?) {
    guard let number else { return }
    _ = withInterface(TOOLRACK_HTTP_1, toolrack_http.self) { context, http in
      http.pointee.cancel(context, number)
    }
  }

  /// Runs `body` with the host's part of an interface. Nil where the host does not offer it, or in
  /// another size than this was built for.
  func withInterface<Interface, Result>(
    _ id: String, _ type: Interface.Type,
    _ body: (UnsafeMutableRawPointer, UnsafePointer<Interface>) -> Result
  ) -> Result? {
    let result: Result?? = use { host in
      // Every interface begins with its size.
      guard let interface = host.get(host.context, id),
        interface.load(as: UInt32.self) == MemoryLayout<Interface>.size
      else { return nil }
      return body(host.context, interface.assumingMemoryBound(to: type))
    }
    return result.flatMap(\.self)
  }

  /// Ends a call. Once per call, and the last use of the host for it.
  func complete(_ call: CallHandle, _ result: UnsafePointer<toolrack_result>) {
    _ = table.pointee.complete(table.pointee.context, call.pointer, result)
  }

  @discardableResult
  private func use<Result>(_ body: (toolrack_host) -> Result) -> Result? {
    gate.pass { body(table.pointee) }
  }
}
