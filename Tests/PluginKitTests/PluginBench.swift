import JSON
import PluginABI
import Synchronization
import Testing

@testable import PluginKit

/// One plugin between a fake host and a test, driven through the contract's table alone.
///
/// `@unchecked Sendable`: `table` and `instance` are constant; the contract's functions that are
/// called on several threads are made for it.
final class PluginBench: @unchecked Sendable {
  let host: FakeHost
  private let table: toolrack_plugin
  private var instance: UnsafeMutableRawPointer?
  private let lastCall = Atomic<Int>(0)

  /// What a request carries besides its name.
  struct Request {
    var arguments = "{}"
    var meta = ""
    var caller = ""
    var traceParent = ""
    var inputResponses = ""
    var state = ""
    var capabilities = "{}"
    var deadlineNanoseconds = UInt64.max
  }

  /// Makes an instance of a plugin type.
  init(_ type: any Plugin.Type, _ host: FakeHost = FakeHost()) throws {
    self.host = host
    var table = toolrack_plugin()
    table.setFunctions()
    self.table = table
    try create { PluginInstance.create(type, host.table, $0, $1) }
  }

  /// Makes an instance through a table.
  init(_ table: toolrack_plugin, _ host: FakeHost = FakeHost()) throws {
    self.host = host
    self.table = table
    let create = try #require(table.create)
    try self.create { create(host.table, $0, $1) }
  }

  deinit { destroy() }

  /// What `create` answered where it failed.
  struct Refusal: Error, Equatable {
    var status: Int32
    var text: String
  }

  /// The answer of `tools`.
  func tools() throws -> JSONValue {
    var blob = toolrack_blob()
    try #require(table.tools?(instance, &blob) == TOOLRACK_OK)
    defer { blob.release?(blob.owner) }
    return try JSONValue(parsing: array(blob.bytes))
  }

  /// Starts a call and gives its number at the host, and the plugin's answer. The request's memory
  /// is gone when this returns, sooner than the contract allows: a plugin that looks at it later is
  /// found out.
  func start(_ tool: String, _ request: Request) -> (call: Int, status: Int32) {
    let number = lastCall.add(16, ordering: .relaxed).newValue
    guard let handle = OpaquePointer(bitPattern: number) else { return (0, TOOLRACK_FAILED) }
    let memory = BorrowedTexts([
      tool, request.arguments, request.meta, request.caller, request.traceParent,
      request.inputResponses, request.state, request.capabilities, "2026-07-28", "call-\(number)",
    ])
    defer { memory.free() }
    var raw = toolrack_request()
    raw.size = UInt32(MemoryLayout<toolrack_request>.size)
    (raw.name, raw.arguments, raw.meta) = (memory.views[0], memory.views[1], memory.views[2])
    (raw.caller, raw.trace_parent) = (memory.views[3], memory.views[4])
    (raw.input_responses, raw.state) = (memory.views[5], memory.views[6])
    (raw.client_capabilities, raw.protocol_version) = (memory.views[7], memory.views[8])
    raw.call_id = memory.views[9]
    raw.deadline_nanoseconds = request.deadlineNanoseconds
    return (number, table.call?(instance, handle, &raw) ?? TOOLRACK_FAILED)
  }

  /// Calls a tool and waits for what it completes with.
  func call(_ tool: String, _ request: Request) async throws -> Completion {
    let started = start(tool, request)
    try #require(started.status == TOOLRACK_OK)
    return await host.completion(of: started.call)
  }

  /// Calls a tool with arguments only.
  func call(_ tool: String, _ arguments: String = "{}") async throws -> Completion {
    try await call(tool, Request(arguments: arguments))
  }

  func cancel(_ call: Int) {
    host.cancel(call)
    if let handle = OpaquePointer(bitPattern: call) { table.cancel?(instance, handle) }
  }

  func quiesce() { table.quiesce?(instance) }

  func destroy() {
    if let instance { table.destroy?(instance) }
    instance = nil
  }

  private func create(
    _ create: (
      UnsafeMutablePointer<UnsafeMutableRawPointer?>, UnsafeMutablePointer<toolrack_blob>
    ) -> Int32
  ) throws {
    var error = toolrack_blob()
    let status = create(&instance, &error)
    defer { error.release?(error.owner) }
    guard status == TOOLRACK_OK else { throw Refusal(status: status, text: text(error.bytes)) }
  }
}
