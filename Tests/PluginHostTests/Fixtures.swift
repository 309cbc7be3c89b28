import Glibc
import JSON
import PluginABI
import Synchronization
import Testing

@testable import PluginHost

/// The fixture plugins, built by Tests/Fixtures/build.sh, and the executable whose worker they run
/// in.
enum Fixtures {
  private static let root = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()

  static let directory = environment("TOOLRACK_FIXTURES") ?? "\(root)/.build/fixtures"
  static let executable = (environment("TOOLRACK_BIN_DIR") ?? "\(root)/.build/debug") + "/toolrack"

  /// Why tests over fixtures do not run here, or nil.
  static var missing: Comment? {
    guard access("\(directory)/mirror.so", R_OK) == 0 else { return "make fixtures has not run" }
    return access(executable, X_OK) == 0 ? nil : "there is no \(executable)"
  }

  private static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  static func file(_ name: String) -> PluginFile {
    PluginFile(path: "\(directory)/\(name).so")
  }

  /// A started host over some fixtures.
  static func host(
    _ names: [String], _ isolation: Isolation, log: LogRecorder = LogRecorder(),
    timeoutMilliseconds: UInt64 = 20_000, graceMilliseconds: UInt64 = 5_000,
    settings own: JSONValue = .object([:]), prefix: String? = "",
    observer: PluginHostObserver = PluginHostObserver()
  ) -> PluginHost {
    var settings = PluginHost.Settings()
    settings.workerExecutable = executable
    settings.files = names.map(file)
    for name in names {
      var plugin = PluginSettings()
      plugin.isolation = isolation
      plugin.prefix = prefix
      plugin.callTimeoutMilliseconds = timeoutMilliseconds
      plugin.graceMilliseconds = graceMilliseconds
      plugin.settings = own
      settings.plugins[name] = plugin
    }
    let host = PluginHost(settings, log: log.log)
    host.start(observer)
    return host
  }
}

/// Keeps log lines.
final class LogRecorder: Sendable {
  private let kept = Mutex<[String]>([])

  var log: PluginLog {
    PluginLog { [self] level, plugin, message, _ in
      kept.withLock { $0.append("\(level) \(plugin): \(message)") }
    }
  }

  var lines: [String] { kept.withLock { $0 } }
}

/// What became of one call.
enum Outcome: Equatable {
  case text(String, isError: Bool)
  case failure(CallFailure.Code)
}

/// Waits for the outcome of one call, and counts how often it came.
final class RecordingSink: CallSink {
  private let outcomes = Mutex<[Outcome]>([])
  private let steps = Mutex<[Double]>([])
  private let notes = Mutex<[String]>([])
  private let arrived = Semaphore()

  func completed(_ result: UnsafePointer<toolrack_result>) {
    let result = result.pointee
    let parts = UnsafeBufferPointer(start: result.parts, count: result.part_count)
    let text = parts.map { $0.data.text } + [result.structured.text, result.error_summary.text]
    record(.text(text.joined(), isError: result.flags & UInt32(TOOLRACK_RESULT_TOOL_ERROR) != 0))
  }

  func failed(_ failure: CallFailure) {
    record(.failure(failure.code))
  }

  func progressed(done: Double, total: Double, message: UnsafeRawBufferPointer) {
    steps.withLock { $0.append(done) }
  }

  func logged(
    _ level: PluginLog.Level, message: UnsafeRawBufferPointer, fields: UnsafeRawBufferPointer
  ) {
    let text = toolrack_bytes(message).text + toolrack_bytes(fields).text
    notes.withLock { $0.append("\(level): \(text)") }
  }

  func closesStream() {
    notes.withLock { $0.append("closes its stream") }
  }

  private func record(_ outcome: Outcome) {
    outcomes.withLock { $0.append(outcome) }
    arrived.signal()
  }

  var count: Int { outcomes.withLock { $0.count } }
  var progress: [Double] { steps.withLock { $0 } }
  /// What came beside progress and the outcome.
  var noted: [String] { notes.withLock { $0 } }

  /// The outcome, once it is there; nil after half a minute.
  func wait() -> Outcome? {
    _ = arrived.wait(milliseconds: 30_000)
    return outcomes.withLock { $0.first }
  }
}

extension PluginHost {
  /// Starts a call of the tool of that name.
  func start(_ tool: String, _ arguments: String = "{}", sink: RecordingSink) throws -> RunningCall?
  {
    let tool = try #require(catalogue.tools.first { $0.definition.name == tool })
    return Array(arguments.utf8).withUnsafeBytes { bytes in
      var request = toolrack_request.empty
      request.arguments = toolrack_bytes(bytes)
      return call(tool, request, sink: sink)
    }
  }

  /// Calls the tool of that name and waits.
  func outcome(_ tool: String, _ arguments: String = "{}") throws -> Outcome? {
    let sink = RecordingSink()
    _ = try start(tool, arguments, sink: sink)
    return sink.wait()
  }
}

/// Waits until `condition` holds; false after half a minute.
func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
  for _ in 0..<3000 {
    if try condition() { return true }
    usleep(10_000)
  }
  return false
}

extension ListedDefinition {
  /// What a list that no other came before is read as.
  static func parse(_ list: [UInt8], prefix: String = "") throws(PluginLoadError) -> [Self] {
    try DefinitionList<Self>(reading: list, prefix: prefix).definitions
  }
}
