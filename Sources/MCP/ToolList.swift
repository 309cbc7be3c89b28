import JSON

/// The tools that are served, rendered and compiled once for each change of the catalogue.
///
/// Immutable and shared; a copy is one reference. Any thread.
package struct ToolList: Sendable {
  /// How many tools one page of tools/list holds unless told otherwise.
  package static let defaultPageSize = 1000

  private final class Storage: Sendable {
    let names: NameIndex
    let definitions: [ToolDefinition]
    let traits: [ToolTraits]
    /// Those of the definitions, which keep them; every call looks at one, so that a reference
    /// counted by all threads would hold them up.
    let schemas: [Unmanaged<ToolSchemas>]
    let rendered: RenderedList
    let generation: UInt64

    init(
      names: NameIndex, definitions: [ToolDefinition], rendered: RenderedList, generation: UInt64
    ) {
      self.names = names
      self.definitions = definitions
      traits = definitions.map(\.traits)
      schemas = definitions.map { Unmanaged.passUnretained($0.schemas) }
      self.rendered = rendered
      self.generation = generation
    }
  }

  private let storage: Storage

  /// Renders the list in the order given.
  ///
  /// - Parameters:
  ///   - generation: which state of the catalogue this is.
  ///   - pageSize: at least 1.
  ///   - reusing: an earlier list; what it knows of a tool that has not changed is taken over.
  /// - Throws: `ToolListError` for the first tool that is no valid MCP Tool object, whose schemas
  ///   do not compile, or whose name occurred before.
  package init(
    tools: [OfferedTool], generation: UInt64, pageSize: Int = ToolList.defaultPageSize,
    reusing earlier: ToolList? = nil
  ) throws(ToolListError) {
    var names = NameIndex(capacity: tools.count)
    var definitions: [ToolDefinition] = []
    definitions.reserveCapacity(tools.count)
    for tool in tools {
      if let known = earlier?.definition(of: tool) {
        definitions.append(known)
      } else {
        definitions.append(try ToolDefinition(tool))
      }
      guard names.insert(tool.name) else {
        throw ToolListError(tool, "two tools have this name; each must have its own")
      }
    }
    storage = Storage(
      names: names, definitions: definitions,
      rendered: RenderedList.of(
        .tools, definitions.map(\.object), pageSize: pageSize, reusing: earlier?.rendered),
      generation: generation)
  }

  /// A list without tools.
  init(emptyOf generation: UInt64) {
    storage = Storage(
      names: NameIndex(capacity: 0), definitions: [],
      rendered: RenderedList(.tools, [], pageSize: 1), generation: generation)
  }

  private func definition(of tool: OfferedTool) -> ToolDefinition? {
    guard let index = index(ofName: tool.name[...]) else { return nil }
    let known = storage.definitions[index]
    let isSame =
      known.offered.taskSupport == tool.taskSupport
      && known.offered.object.isSame(as: tool.object)
    return isSame ? known : nil
  }

  /// Whether a tool could be part of a list: nil, or what is wrong with it.
  package static func fault(of tool: OfferedTool) -> ToolListError? {
    do {
      _ = try ToolDefinition(tool)
      return nil
    } catch {
      return error
    }
  }

  /// How many tools there are.
  package var count: Int { storage.definitions.count }

  /// Which state of the catalogue this is.
  package var generation: UInt64 { storage.generation }

  /// The exposed name of a tool, UTF-8. The index must be in range.
  package func name(at index: Int) -> ArraySlice<UInt8> { storage.names.name(at: index) }

  /// The position of the tool of that name; nil for an unknown one. Allocates nothing.
  package func index(ofName name: ArraySlice<UInt8>) -> Int? {
    name.withUnsafeBufferPointer { storage.names.index(of: $0) }
  }

  /// The pages.
  var rendered: RenderedList { storage.rendered }

  /// What every call of a tool looks at. The index must be in range.
  func traits(at index: Int) -> ToolTraits { storage.traits[index] }

  /// What is wrong with the arguments of a call, in one line; nil where they fit. Allocates nothing
  /// then. The index must be in range.
  func fault(
    ofArguments node: JSONDocument.Node?, in document: JSONDocument, at index: Int
  ) -> String? {
    storage.schemas[index]._withUnsafeGuaranteedRef { $0.fault(ofArguments: node, in: document) }
  }

  /// What is known of a tool. The index must be in range.
  func definition(at index: Int) -> ToolDefinition { storage.definitions[index] }
}
