import JSON
import PluginABI
import PluginHost
import Synchronization

/// The answer to one call, for a terminal or a program.
struct PrintedAnswer: Sendable {
  var isError: Bool
  /// Whether the host answered in the plugin's place.
  var isFromHost = false
  var text: String
  var json: JSONValue

  /// Calls a tool and waits for its answer; the plugin host's deadline bounds the wait. `report`
  /// gets what the tool says about its progress, once each, on any thread.
  static func of(
    _ plugins: PluginHost, _ tool: Catalogue.Tool, _ arguments: [UInt8],
    report: @escaping @Sendable (String) -> Void = { _ in }
  ) -> PrintedAnswer {
    let sink = WaitingSink(report)
    arguments.withUnsafeBytes { bytes in
      var request = toolrack_request.empty
      request.arguments = toolrack_bytes(bytes)
      _ = plugins.call(tool, request, sink: sink)
    }
    return sink.wait()
  }

  init(_ failure: CallFailure) {
    isError = true
    isFromHost = true
    text = "\(failure.message)\n"
    json = ["isError": true, "content": [["type": "text", "text": .string(failure.message)]]]
  }

  init(_ result: toolrack_result) {
    isError = result.flags & UInt32(TOOLRACK_RESULT_TOOL_ERROR) != 0
    var content: [JSONValue] = []
    var lines: [String] = []
    for sentence in [result.error_summary, result.error_detail] where sentence.count > 0 {
      lines.append(sentence.text)
      content.append(["type": "text", "text": .string(sentence.text)])
    }
    let count = result.parts == nil ? 0 : result.part_count
    for part in UnsafeBufferPointer(start: result.parts, count: count) {
      lines.append(Self.line(part))
      content.append(Self.block(part))
    }
    let structured = try? JSONValue(parsing: [UInt8](result.structured.buffer))
    if lines.isEmpty, let structured { lines.append("\(structured)") }
    text = lines.joined(separator: "\n") + "\n"
    var object: JSONObject = ["content": .array(content)]
    if isError { object["isError"] = true }
    if let structured { object["structuredContent"] = structured }
    json = .object(object)
  }

  private static func line(_ part: toolrack_part) -> String {
    switch part.kind {
    case UInt32(TOOLRACK_PART_TEXT), UInt32(TOOLRACK_PART_RESOURCE_TEXT): part.data.text
    case UInt32(TOOLRACK_PART_RESOURCE_LINK): "\(part.name.text) \(part.uri.text)"
    default: "[\(part.media_type.text), \(part.data.buffer.count) bytes]"
    }
  }

  private static func block(_ part: toolrack_part) -> JSONValue {
    switch part.kind {
    case UInt32(TOOLRACK_PART_TEXT):
      ["type": "text", "text": .string(part.data.text)]
    case UInt32(TOOLRACK_PART_RESOURCE_LINK):
      ["type": "resource_link", "uri": .string(part.uri.text), "name": .string(part.name.text)]
    case UInt32(TOOLRACK_PART_RESOURCE_TEXT):
      ["type": "resource", "uri": .string(part.uri.text), "text": .string(part.data.text)]
    default:
      [
        "type": "binary", "mimeType": .string(part.media_type.text),
        "bytes": .number(JSONNumber(Int64(part.data.buffer.count))),
      ]
    }
  }
}

/// Waits for the outcome of one call.
private final class WaitingSink: CallSink {
  private let answer = Mutex<PrintedAnswer?>(nil)
  private let arrived = Semaphore()
  private let report: @Sendable (String) -> Void
  private let lastMessage = Mutex("")

  init(_ report: @escaping @Sendable (String) -> Void) { self.report = report }

  func completed(_ result: UnsafePointer<toolrack_result>) {
    settle(PrintedAnswer(result.pointee))
  }

  func failed(_ failure: CallFailure) {
    settle(PrintedAnswer(failure))
  }

  func progressed(done: Double, total: Double, message: UnsafeRawBufferPointer) {
    let text = String(decoding: message, as: UTF8.self)
    lastMessage.withLock { last in
      guard text != last, !text.isEmpty else { return }
      last = text
      report(text)
    }
  }

  private func settle(_ answer: PrintedAnswer) {
    self.answer.withLock { $0 = answer }
    arrived.signal()
  }

  func wait() -> PrintedAnswer {
    while true {
      if let answer = answer.withLock({ $0 }) { return answer }
      arrived.wait()
    }
  }
}
