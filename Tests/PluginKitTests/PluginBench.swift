import Glibc
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
    var protocolVersion = "2026-07-28"
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
  func tools() throws -> JSONValue { try list(table.tools) }

  /// The answers of `list` of prompts and resources, and of `templates`.
  func prompts() throws -> JSONValue { try list(promptPart?.list) }
  func resources() throws -> JSONValue { try list(resourcePart?.list) }
  func templates() throws -> JSONValue { try list(resourcePart?.templates) }

  /// The plugin's part of an interface, and where it is.
  func part<Interface>(_ id: String, _ type: Interface.Type) -> Interface? {
    address(id)?.load(as: type)
  }
  func address(_ id: String) -> UnsafeRawPointer? { table.get?(instance, id) }

  func subscribe(_ uri: String, _ isSubscribed: Bool) {
    uri.withBytes { resourcePart?.subscribe?(instance, $0, isSubscribed ? 1 : 0) }
  }

  /// Starts a call and gives its number at the host, and the plugin's answer. The request's memory
  /// is gone when this returns, sooner than the contract allows: a plugin that looks at it later is
  /// found out.
  func start(
    _ kind: RequestKind, _ name: String, _ request: Request
  ) -> (call: Int, status: Int32) {
    let number = lastCall.add(16, ordering: .relaxed).newValue
    guard let handle = OpaquePointer(bitPattern: number) else { return (0, TOOLRACK_FAILED) }
    let memory = BorrowedTexts([
      name, request.arguments, request.meta, request.caller, request.traceParent,
      request.inputResponses, request.state, request.capabilities, request.protocolVersion,
      "call-\(number)",
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
    return (number, function(for: kind)?(instance, handle, &raw) ?? TOOLRACK_FAILED)
  }

  /// Starts a call of a tool.
  func start(_ tool: String, _ request: Request) -> (call: Int, status: Int32) {
    start(.tool, tool, request)
  }

  /// Makes a request and waits for what it completes with.
  func call(
    _ kind: RequestKind, _ name: String, _ request: Request
  ) async throws -> Completion {
    let started = start(kind, name, request)
    try #require(started.status == TOOLRACK_OK)
    return await host.completion(of: started.call)
  }

  /// Makes a request with arguments only.
  func call(
    _ kind: RequestKind, _ name: String, _ arguments: String = "{}"
  ) async throws -> Completion {
    try await call(kind, name, Request(arguments: arguments))
  }

  /// Calls a tool and waits for what it completes with.
  func call(_ tool: String, _ request: Request) async throws -> Completion {
    try await call(.tool, tool, request)
  }

  /// Calls a tool with arguments only.
  func call(_ tool: String, _ arguments: String = "{}") async throws -> Completion {
    try await call(.tool, tool, Request(arguments: arguments))
  }

  func cancel(_ call: Int) {
    host.cancel(call)
    if let handle = OpaquePointer(bitPattern: call) { table.cancel?(instance, handle) }
  }

  /// Quiesces on a thread of its own, as a host does: the caller's is one of the few on which the
  /// plugin's tasks run.
  func quiesce() async {
    await withCheckedContinuation { continuation in
      let body = ThreadBody {
        self.table.quiesce?(self.instance)
        continuation.resume()
      }
      var thread = pthread_t()
      pthread_create(
        &thread, nil,
        { body in
          if let body { Unmanaged<ThreadBody>.fromOpaque(body).takeRetainedValue().run() }
          return nil
        }, Unmanaged.passRetained(body).toOpaque())
      pthread_detach(thread)
    }
  }

  func destroy() {
    if let instance { table.destroy?(instance) }
    instance = nil
  }

  private var promptPart: toolrack_prompts? { part(TOOLRACK_PROMPTS_1, toolrack_prompts.self) }
  private var resourcePart: toolrack_resources? {
    part(TOOLRACK_RESOURCES_1, toolrack_resources.self)
  }

  private func function(for kind: RequestKind) -> toolrack_call_function? {
    switch kind {
    case .tool: table.call
    case .prompt: promptPart?.get
    case .resource: resourcePart?.read
    case .completion: part(TOOLRACK_COMPLETION_1, toolrack_completion.self)?.complete
    }
  }

  private func list(_ function: toolrack_list_function?) throws -> JSONValue {
    var blob = toolrack_blob()
    try #require(function?(instance, &blob) == TOOLRACK_OK)
    defer { blob.release?(blob.owner) }
    return try JSONValue(parsing: array(blob.bytes))
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

/// What a thread does.
private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
