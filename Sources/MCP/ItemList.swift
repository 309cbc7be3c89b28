/// What a list of items holds; tools have a list of their own.
package enum ItemKind: Sendable {
  case prompt, resource, template

  /// The member of an object that clients ask for it by.
  var keyMember: StaticString {
    switch self {
    case .prompt: "name"
    case .resource: "uri"
    case .template: "uriTemplate"
    }
  }

  var list: ListKind {
    switch self {
    case .prompt: .prompts
    case .resource: .resources
    case .template: .templates
    }
  }
}

/// One prompt, resource or resource template as it is offered.
package struct OfferedItem: Sendable {
  /// The name of a prompt, the URI of a resource, or the URI template; UTF-8.
  package var key: [UInt8]
  /// Its MCP object as JSON, with the same key in it.
  package var object: [UInt8]

  /// An item under its exposed key.
  package init(key: [UInt8], object: [UInt8]) {
    self.key = key
    self.object = object
  }
}

/// All prompts, resources or resource templates that are served, rendered once for each change of
/// the catalogue.
///
/// Immutable and shared; a copy is one reference. Any thread.
package struct ItemList: Sendable {
  /// How many items one page holds unless told otherwise.
  package static let defaultPageSize = 1000

  private final class Storage: Sendable {
    let keys: NameIndex
    let definitions: [ItemDefinition]
    let rendered: RenderedList
    let generation: UInt64

    init(
      keys: NameIndex, definitions: [ItemDefinition], rendered: RenderedList, generation: UInt64
    ) {
      self.keys = keys
      self.definitions = definitions
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
  ///   - reusing: an earlier list of the same kind; what it knows of an item that has not changed
  ///     is taken over.
  /// - Throws: for the first item that is no valid MCP object of its kind or whose key occurred
  ///   before.
  package init(
    _ kind: ItemKind, _ items: [OfferedItem], generation: UInt64,
    pageSize: Int = ItemList.defaultPageSize, reusing earlier: ItemList? = nil
  ) throws(ItemListError) {
    let earlier = earlier.flatMap { $0.rendered.kind == kind.list ? $0 : nil }
    var keys = NameIndex(capacity: items.count)
    var definitions: [ItemDefinition] = []
    definitions.reserveCapacity(items.count)
    for item in items {
      if let known = earlier?.definition(of: item) {
        definitions.append(known)
      } else {
        definitions.append(try ItemDefinition(item, kind))
      }
      guard keys.insert(item.key) else {
        throw ItemListError(
          kind, item.key, "two of them have this \(kind.keyMember); each must have its own")
      }
    }
    storage = Storage(
      keys: keys, definitions: definitions,
      rendered: RenderedList.of(
        kind.list, definitions.map(\.object), pageSize: pageSize, reusing: earlier?.rendered),
      generation: generation)
  }

  /// A list without items.
  init(empty kind: ItemKind, generation: UInt64) {
    storage = Storage(
      keys: NameIndex(capacity: 0), definitions: [],
      rendered: RenderedList(kind.list, [], pageSize: 1), generation: generation)
  }

  private func definition(of item: OfferedItem) -> ItemDefinition? {
    guard let index = index(ofKey: item.key[...]) else { return nil }
    let known = storage.definitions[index]
    return known.offered.object.isSame(as: item.object) ? known : nil
  }

  /// Whether an item could be part of a list: nil, or what is wrong with it.
  package static func fault(of item: OfferedItem, _ kind: ItemKind) -> ItemListError? {
    do {
      _ = try ItemDefinition(item, kind)
      return nil
    } catch {
      return error
    }
  }

  /// How many items there are.
  package var count: Int { storage.definitions.count }

  /// Which state of the catalogue this is.
  package var generation: UInt64 { storage.generation }

  /// The key of an item, UTF-8. The index must be in range.
  package func key(at index: Int) -> ArraySlice<UInt8> { storage.keys.name(at: index) }

  /// The position of the item of that key; nil for an unknown one. Allocates nothing.
  package func index(ofKey key: ArraySlice<UInt8>) -> Int? {
    key.withUnsafeBufferPointer { storage.keys.index(of: $0) }
  }

  /// The pages.
  var rendered: RenderedList { storage.rendered }

  /// The names of the arguments that a prompt cannot do without, UTF-8.
  func requiredArguments(at index: Int) -> [[UInt8]] { storage.definitions[index].required }
}
