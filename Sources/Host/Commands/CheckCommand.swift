import Glibc
import JSON
import MCP
import PluginHost

/// `toolrack check FILE.so`: loads the plugin in a worker, so that its crash or hang is a finding.
enum CheckCommand {
  static let defaultTimeoutMilliseconds: UInt64 = 5000
  static let timeoutRange: ClosedRange<UInt64> = 1...600_000
  private static let valued = ["call", "timeout", "settings"]

  static func run(_ words: [String]) throws(UsageError) -> ExitStatus {
    let arguments = try Arguments(words, valued: valued, flags: ["json"])
    try arguments.requireOperands(1...2, "a plugin file, and after --call TOOL its arguments")
    let check = try Check(arguments)
    let report = check.run()
    StandardStream.output.write(
      arguments.flags.contains("json") ? "\(report.json)\n" : report.text)
    _exit(report.hasFailed ? ExitStatus.failure.rawValue : ExitStatus.success.rawValue)
  }

  /// One check of one file.
  private struct Check {
    let file: PluginFile
    let timeoutMilliseconds: UInt64
    let settings: JSONValue
    let call: (tool: String, arguments: [UInt8])?

    init(_ arguments: Arguments) throws(UsageError) {
      file = PluginFile(path: arguments.operands[0])
      let timeout = arguments.values["timeout"]
      guard let milliseconds = timeout.map(UInt64.init) ?? defaultTimeoutMilliseconds,
        timeoutRange.contains(milliseconds)
      else {
        throw UsageError(
          description: "--timeout needs a number of milliseconds from \(timeoutRange.lowerBound) "
            + "to \(timeoutRange.upperBound)")
      }
      timeoutMilliseconds = milliseconds
      settings = try Self.object(arguments.values["settings"] ?? "{}", "--settings")
      let input = try Self.object(
        arguments.operands.count == 2 ? arguments.operands[1] : "{}", "the call's arguments")
      call = arguments.values["call"].map { ($0, input.serialized()) }
    }

    private static func object(_ text: String, _ what: String) throws(UsageError) -> JSONValue {
      guard let value = try? JSONValue(parsing: text), value.object != nil else {
        throw UsageError(description: "\(what) must be a JSON object")
      }
      return value
    }

    func run() -> CheckReport {
      var report = CheckReport()
      do throws(PluginLoadError) {
        let exports = try file.inspect()
        report.add(
          .passed, "file", "an ELF shared object for this machine with the entry of version 1")
        checkExports(exports, &report)
      } catch {
        report.add(.failed, "file", "\(error)")
        return report
      }
      checkInWorker(&report)
      return report
    }

    private func checkExports(_ exports: Set<String>, _ report: inout CheckReport) {
      let others = exports.filter { $0 != "toolrack_plugin_entry_v1" }.sorted()
      if others.isEmpty {
        report.add(.passed, "exports", "nothing but the entry")
      } else {
        report.add(
          .warning, "exports",
          "\(others.count) symbols beside the entry, such as \(others[0]); a linker version script "
            + "hides them, so that they cannot clash with another plugin's")
      }
    }

    private func checkInWorker(_ report: inout CheckReport) {
      var hostSettings = PluginHost.Settings()
      var own = PluginSettings()
      own.prefix = ""
      own.settings = settings
      own.callTimeoutMilliseconds = timeoutMilliseconds
      own.graceMilliseconds = min(timeoutMilliseconds, PluginSettings.defaultGraceMilliseconds)
      hostSettings.files = [file]
      hostSettings.plugins = [file.name: own]
      hostSettings.startMilliseconds = timeoutMilliseconds
      hostSettings.waitMilliseconds = timeoutMilliseconds + 2000
      hostSettings.startAttempts = 1
      let plugins = PluginHost(hostSettings, log: Logger(level: .warning).pluginLog)
      plugins.start { _ in }
      let status = plugins.statuses[0]
      guard status.state == .ready else {
        report.add(.failed, "load", status.error ?? "it did not become ready")
        return plugins.stop(timeoutMilliseconds: 0)
      }
      report.add(.passed, "load", "version \(status.version), ready in a worker")
      ToolCheck.run(plugins.catalogue, plugin: file.name, &report)
      checkCall(plugins, &report)
      checkStop(plugins, &report)
    }

    private func checkCall(_ plugins: PluginHost, _ report: inout CheckReport) {
      guard let call else { return }
      let tools = plugins.catalogue.tools
      guard let tool = tools.first(where: { $0.definition.name == call.tool }) else {
        let hint = Spelling.suggestion(for: call.tool, among: tools.map(\.definition.name))
        return report.add(.failed, "call", "there is no tool \(call.tool)\(hint)")
      }
      let answer = PrintedAnswer.of(plugins, tool, call.arguments)
      let text = answer.text.split(separator: "\n").first.map(String.init) ?? ""
      if answer.isFromHost {
        report.add(.failed, "call", text)
      } else {
        report.add(.passed, "call", answer.isError ? "a tool error: \(text)" : text)
      }
    }

    private func checkStop(_ plugins: PluginHost, _ report: inout CheckReport) {
      let start = MonotonicClock.now
      plugins.stop(timeoutMilliseconds: timeoutMilliseconds)
      let spent = (MonotonicClock.now - start) / MonotonicClock.nanosecondsPerMillisecond
      if spent < timeoutMilliseconds {
        report.add(.passed, "stop", "ended by itself when it was asked to")
      } else {
        report.add(.failed, "stop", "did not end within \(timeoutMilliseconds) ms and was killed")
      }
    }
  }
}
