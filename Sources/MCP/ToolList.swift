import JSON

/// One tool as it is offered.
package struct OfferedTool: Sendable {
  /// The name clients call it by, UTF-8.
  package var name: [UInt8]
  /// Its MCP Tool object as JSON, with the same name in it.
  package var object: [UInt8]

  /// A tool under its exposed name.
  package init(name: [UInt8], object: [UInt8]) {
    self.name = name
    self.object = object
  }
}

/// What is served: every tool, rendered once for each change of the catalogue.
///
/// Immutable and shared; a copy is one reference. Any thread.
package struct ToolList: Sendable {
  /// How many tools one page of tools/list holds unless told otherwise.
  package static let defaultPageSize = 1000

  private final class Storage: Sendable {
    let generation: UInt64
    let pageSize: Int
    let names: NameIndex
    let modern: JoinedTexts
    let legacy: JoinedTexts
    let headerParameters: [Int: [HeaderParameter]]

    init(
      generation: UInt64, pageSize: Int, names: NameIndex, modern: JoinedTexts,
      legacy: JoinedTexts, headerParameters: [Int: [HeaderParameter]]
    ) {
      self.generation = generation
      self.pageSize = pageSize
      self.names = names
      self.modern = modern
      self.legacy = legacy
      self.headerParameters = headerParameters
    }
  }

  private let storage: Storage

  /// Renders the list in the order given.
  ///
  /// - Parameters:
  ///   - generation: differs between any two lists of the process; cursors are bound to it.
  ///   - pageSize: at least 1.
  /// - Throws: `ToolListError` for the first tool that is no valid MCP Tool object or whose name
  ///   occurred before.
  package init(
    tools: [OfferedTool], generation: UInt64, pageSize: Int = ToolList.defaultPageSize
  ) throws(ToolListError) {
    var names = NameIndex(capacity: tools.count)
    var definitions: [ToolDefinition] = []
    for tool in tools {
      definitions.append(try ToolDefinition(name: tool.name, object: tool.object))
      guard names.insert(tool.name) else {
        let name = String(decoding: tool.name, as: UTF8.self)
        throw ToolListError(tool: name, text: "two tools have this name")
      }
    }
    let modern = JoinedTexts(definitions.map(\.modern))
    let isSame = definitions.allSatisfy { $0.legacy == nil }
    let annotated = definitions.enumerated().filter { !$0.element.headerParameters.isEmpty }
    storage = Storage(
      generation: generation, pageSize: max(1, pageSize), names: names, modern: modern,
      legacy: isSame ? modern : JoinedTexts(definitions.map { $0.legacy ?? $0.modern }),
      headerParameters: Dictionary(
        uniqueKeysWithValues: annotated.map { ($0.offset, $0.element.headerParameters) }))
  }

  /// Whether a tool could be part of a list: nil, or what is wrong with it.
  package static func fault(of tool: OfferedTool) -> ToolListError? {
    do {
      _ = try ToolDefinition(name: tool.name, object: tool.object)
      return nil
    } catch {
      return error
    }
  }

  /// How many tools there are.
  package var count: Int { storage.names.count }

  /// Which state of the catalogue this is.
  package var generation: UInt64 { storage.generation }

  /// The exposed name of a tool, UTF-8. The index must be in range.
  package func name(at index: Int) -> ArraySlice<UInt8> { storage.names.name(at: index) }

  /// The position of the tool of that name; nil for an unknown one. Allocates nothing.
  package func index(ofName name: ArraySlice<UInt8>) -> Int? {
    name.withUnsafeBufferPointer { storage.names.index(of: $0) }
  }

  /// The annotated arguments of a tool; empty for nearly all.
  func headerParameters(at index: Int) -> [HeaderParameter] {
    storage.headerParameters.isEmpty ? [] : storage.headerParameters[index] ?? []
  }

  /// The tools of one page as JSON, separated by commas, and where the next page starts.
  func page(from start: Int, isModern: Bool) -> (tools: ArraySlice<UInt8>, next: Int?) {
    let end = count - start > storage.pageSize ? start + storage.pageSize : count
    let texts = isModern ? storage.modern : storage.legacy
    return (texts.run(start..<end), end < count ? end : nil)
  }
}

/// Texts in one buffer with commas between them, so that any run of them is one slice.
private struct JoinedTexts: Sendable {
  private var bytes: [UInt8] = []
  /// Where each text starts.
  private var starts: [Int] = []

  init(_ texts: [[UInt8]]) {
    bytes.reserveCapacity(texts.reduce(0) { $0 + $1.count + 1 })
    starts.reserveCapacity(texts.count)
    for text in texts {
      if !starts.isEmpty { bytes.append(UInt8(ascii: ",")) }
      starts.append(bytes.count)
      bytes += text
    }
  }

  /// The texts of that range, commas between them.
  func run(_ range: Range<Int>) -> ArraySlice<UInt8> {
    guard !range.isEmpty else { return [] }
    let end = range.upperBound < starts.count ? starts[range.upperBound] - 1 : bytes.count
    return bytes[starts[range.lowerBound]..<end]
  }
}
