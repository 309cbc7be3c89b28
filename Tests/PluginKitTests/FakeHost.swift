import Glibc
import JSON
import PluginABI
import Synchronization

/// A host that records what a plugin does with it.
///
/// `@unchecked Sendable`: the tables are only written in `init`, all else is in the mutex.
final class FakeHost: @unchecked Sendable {
  struct Line: Equatable {
    var level: UInt32
    var message: String
    var fields: String
    var call: Int?
  }

  struct Progress: Equatable {
    var call: Int
    var done, total: Double
    var message: String
  }

  struct Record {
    var completions: [Int: Completion] = [:]
    var waiters: [Int: CheckedContinuation<Completion, Never>] = [:]
    var misbehaviours = 0
    var lines: [Line] = []
    var progress: [Progress] = []
    var cancelled: Set<Int> = []
    var changes = 0
    /// What came through the interfaces of prompts, resources and streams.
    var notes: [String] = []
    var settings: JSONObject = [:]
    var liveBlobs = 0
  }

  let table: UnsafeMutablePointer<toolrack_host> = .allocate(capacity: 1)
  let record = Mutex(Record())
  let http: FakeHTTP?
  let signer: FakeSigner?
  let interfaces: FakeInterfaces?

  /// Without `interfaces` it is a host that knows tools only.
  init(
    settings: JSONObject = [:], http: FakeHTTP? = nil, signer: FakeSigner? = nil,
    interfaces: FakeInterfaces? = FakeInterfaces()
  ) {
    self.http = http
    self.signer = signer
    self.interfaces = interfaces
    record.withLock { $0.settings = settings }
    table.initialize(
      to: toolrack_host(
        size: UInt32(MemoryLayout<toolrack_host>.size), reserved_flags: 0,
        // Not retained: each test keeps its host for as long as the plugin runs.
        context: Unmanaged.passUnretained(self).toOpaque(),
        version: toolrack_bytes(pointer: nil, count: 0),
        log: { context, call, level, message, fields in
          let line = Line(
            level: level, message: text(message), fields: text(fields),
            call: call.map { Int(bitPattern: $0) })
          FakeHost.at(context).record.withLock { $0.lines.append(line) }
        },
        complete: { context, call, result in
          FakeHost.at(context).complete(Int(bitPattern: call), Completion(result.pointee))
        },
        progress: { context, call, done, total, message in
          let progress = Progress(
            call: Int(bitPattern: call), done: done, total: total, message: text(message))
          FakeHost.at(context).record.withLock { $0.progress.append(progress) }
        },
        is_cancelled: { context, call in
          let call = Int(bitPattern: call)
          return FakeHost.at(context).record.withLock { $0.cancelled.contains(call) } ? 1 : 0
        },
        config: { context, key, out in FakeHost.at(context).config(text(key), out) },
        tools_changed: { context in
          FakeHost.at(context).record.withLock { $0.changes += 1 }
        },
        get: { context, id in
          let host = FakeHost.at(context)
          let id = String(cString: id)
          if id == TOOLRACK_AWS_1 { return host.signer.map { UnsafeRawPointer($0.table) } }
          return host.http?.part(in: id) ?? host.interfaces?.part(in: id)
        },
        reserved: (nil, nil, nil, nil, nil, nil, nil, nil)))
  }

  deinit { table.deallocate() }

  /// What a call ended with; waits for it.
  func completion(of call: Int) async -> Completion {
    await withCheckedContinuation { continuation in
      let completion = record.withLock { record in
        if record.completions[call] == nil { record.waiters[call] = continuation }
        return record.completions[call]
      }
      if let completion { continuation.resume(returning: completion) }
    }
  }

  func cancel(_ call: Int) { record.withLock { _ = $0.cancelled.insert(call) } }

  func note(_ event: String) { record.withLock { $0.notes.append(event) } }

  var notes: [String] { record.withLock { $0.notes } }

  var lines: [Line] { record.withLock { $0.lines } }

  private func complete(_ call: Int, _ completion: Completion) -> Int32 {
    let (waiter, isFirst) = record.withLock { record in
      guard record.completions.updateValue(completion, forKey: call) == nil else {
        record.misbehaviours += 1
        return (CheckedContinuation<Completion, Never>?.none, false)
      }
      return (record.waiters.removeValue(forKey: call), true)
    }
    waiter?.resume(returning: completion)
    return isFirst ? TOOLRACK_OK : TOOLRACK_MISBEHAVIOUR
  }

  private func config(_ key: String, _ out: UnsafeMutablePointer<toolrack_blob>) -> Int32 {
    let settings = record.withLock { $0.settings }
    guard let value = key.isEmpty ? .object(settings) : settings[key] else {
      return TOOLRACK_NOT_FOUND
    }
    let bytes = value.serialized()
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count + 8, alignment: 8)
    memory.storeBytes(of: Unmanaged.passUnretained(self).toOpaque(), as: UnsafeRawPointer.self)
    UnsafeMutableRawBufferPointer(rebasing: memory[8...]).copyBytes(from: bytes)
    record.withLock { $0.liveBlobs += 1 }
    let start = memory.baseAddress.map { ($0 + 8).assumingMemoryBound(to: UInt8.self) }
    out.pointee.bytes = toolrack_bytes(pointer: start.map { UnsafePointer($0) }, count: bytes.count)
    out.pointee.owner = memory.baseAddress
    out.pointee.release = { owner in
      guard let owner else { return }
      let host = FakeHost.at(owner.load(as: UnsafeMutableRawPointer.self))
      host.record.withLock { $0.liveBlobs -= 1 }
      owner.deallocate()
    }
    return TOOLRACK_OK
  }

  static func at(_ context: UnsafeMutableRawPointer) -> FakeHost {
    Unmanaged.fromOpaque(context).takeUnretainedValue()
  }
}

/// A copy of borrowed bytes as text.
func text(_ bytes: toolrack_bytes) -> String { String(decoding: array(bytes), as: UTF8.self) }

/// A copy of borrowed bytes.
func array(_ bytes: toolrack_bytes) -> [UInt8] {
  [UInt8](UnsafeBufferPointer(start: bytes.pointer, count: bytes.count))
}
