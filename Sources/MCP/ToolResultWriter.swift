import JSON
import JSONSchema

/// Encodes the result of a tools/call: the parts through `content`, then `finish`. One thread at a
/// time.
///
/// JSON of the tool that does not parse, or does not fit the tool's output schema, turns the result
/// into an error and is told in `fault`.
package struct ToolResultWriter {
  /// Where the parts go.
  package var content: ContentWriter
  /// What is wrong with what the tool gave, for the log: the first fault, or nil.
  package var fault: String? { content.fault }

  /// The tool, where its output has a schema.
  private let checkedTool: Int?

  /// Starts the response to a call.
  ///
  /// - Parameter capacity: about how many bytes the parts will hold.
  package init(_ call: borrowing MCPCall, reserving capacity: Int = 256) {
    checkedTool = call.toolWithOutputSchema
    content = ContentWriter(call, reserving: capacity, "{\"content\":[")
  }

  /// Ends the response and gives its bytes; the writer is of no use afterwards.
  ///
  /// Structured content goes where the revision takes it: any value since 2026-07-28, objects
  /// since 2025-06-18. A result without parts gets its JSON as text, which every client can read.
  /// A tool with an output schema must give structured content that fits it, unless it failed.
  ///
  /// - Parameters:
  ///   - structured: one JSON value, or nothing.
  ///   - meta: a JSON object for `_meta`, or nothing.
  package mutating func finish(
    isError: Bool = false, structured: UnsafeRawBufferPointer = ContentWriter.nothing,
    meta: UnsafeRawBufferPointer = ContentWriter.nothing
  ) -> [UInt8] {
    let document = structured.isEmpty ? nil : content.parse(structured, "structured content")
    if let document, !content.hasContent { content.text(Self.line(document)) }
    if !isError { checkOutput(document) }
    let metadata = meta.isEmpty ? nil : content.parseObject(meta, "metadata of the result")
    if let fault { content.text("The tool's answer is not valid: \(fault)") }
    content.writer.endArray()
    if let document, fault == nil, takesStructured(document) {
      content.writer.bytes.append(",\"structuredContent\":")
      InsignificantSpace.append(structured, to: &content.writer.bytes)
    }
    if isError || fault != nil { content.writer.bytes.append(",\"isError\":true") }
    return content.end(metadata: metadata)
  }

  private mutating func checkOutput(_ document: JSONDocument?) {
    guard let checkedTool, fault == nil,
      let outputSchema = content.dispatch.lists.tools.definition(at: checkedTool).schemas.output
    else { return }
    if let document {
      guard let violation = outputSchema.firstViolation(in: document) else { return }
      content.note("structured content does not fit the output schema: \(violation.text)")
    } else {
      content.note("structured content is missing; the output schema promises it")
    }
  }

  private func takesStructured(_ document: JSONDocument) -> Bool {
    switch content.revision {
    case .march2025: false
    case .june2025, .november2025: document.kind(document.root) == .object
    case .july2026: true
    }
  }

  private static func line(_ document: JSONDocument) -> String {
    String(decoding: InsignificantSpace.removed(from: document.bytes), as: UTF8.self)
  }
}

extension MCPCall {
  /// The index of the tool, where its output has a schema.
  fileprivate var toolWithOutputSchema: Int? {
    guard case .tool(let index) = target, dispatch.lists.tools.traits(at: index).hasOutputSchema
    else { return nil }
    return index
  }
}
