import JSON

/// `$ref` and `$dynamicRef`.
extension Compiler {
  mutating func addReferences(_ source: inout SchemaSource) throws(SchemaError) {
    if let target = try target(of: .ref, source) {
      try countReference(source, .ref)
      source.general.append(
        .reference(try subschema(at: target.location, in: target.resource)))
    }
    guard let target = try target(of: .dynamicRef, source) else { return }
    let name = target.dynamicName ?? ""
    try countReference(source, .dynamicRef, dynamicName: name)
    let fallback = try subschema(at: target.location, in: target.resource)
    source.general.append(.dynamicReference(Int32(tables.dynamicReferences.count)))
    tables.dynamicReferences.append(DynamicReference(fallback: fallback, name: name))
  }

  private mutating func target(
    of keyword: Keyword, _ source: SchemaSource
  ) throws(SchemaError) -> ReferenceTarget? {
    guard let node = source.member(keyword) else { return nil }
    guard let text = source.document.string(node) else {
      throw source.error(registry, keyword, takes: "a string")
    }
    let base = registry.resources[source.resource].base
    let reference = URIReference(text).resolved(against: base)
    let uri = reference.withoutFragment
    guard let resource = try registry.resource(at: uri) else {
      throw source.error(
        registry, keyword,
        "refers to \(ShownValue.quoted(uri)), which is neither in this schema nor among its "
          + "resources; nothing is fetched from the network")
    }
    guard let fragment = reference.decodedFragment,
      let target = registry.target(fragment, in: resource)
    else {
      throw source.error(
        registry, keyword, "refers to \(ShownValue.quoted(text)), where there is no schema")
    }
    return target
  }
}

/// What a reference refers to.
struct ReferenceTarget {
  let location: SchemaLocation
  let resource: Int
  /// The name, where a `$dynamicAnchor` was referred to by it.
  var dynamicName: String?
}

extension SchemaRegistry {
  /// What a fragment names in a resource: the whole, a JSON Pointer or an anchor.
  func target(_ fragment: String, in resource: Int) -> ReferenceTarget? {
    let root = resources[resource].location
    if fragment.isEmpty { return ReferenceTarget(location: root, resource: resource) }
    if fragment.hasPrefix("/") { return target(pointer: fragment, in: resource) }
    guard let node = resources[resource].anchors[fragment] else { return nil }
    let isDynamic = resources[resource].dynamicAnchors[fragment] == node
    return ReferenceTarget(
      location: SchemaLocation(document: root.document, node: node), resource: resource,
      dynamicName: isDynamic ? fragment : nil)
  }

  private func target(pointer: String, in resource: Int) -> ReferenceTarget? {
    var location = resources[resource].location
    var resource = resource
    let document = documents[location.document].document
    for token in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      let name = InstancePath.unescaped(token)
      guard let node = Self.child(name, of: location.node, in: document) else { return nil }
      location = SchemaLocation(document: location.document, node: node)
      resource = self.resource(rootedAt: location) ?? resource
    }
    return ReferenceTarget(location: location, resource: resource)
  }

  private static func child(_ name: String, of node: Int, in document: JSONDocument) -> Int? {
    guard document.kind(node) == .array else { return document.member(node, named: name) }
    guard let index = Int(name), String(index) == name, index >= 0 else { return nil }
    return document.elements(node).dropFirst(index).first { _ in true }
  }
}
