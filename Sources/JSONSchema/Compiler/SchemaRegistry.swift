import JSON

/// The schema resources that references can reach, by their URIs.
///
/// A document is looked through when it is first referred to: every `$id`, `$anchor` and
/// `$dynamicAnchor` in a place where a schema stands.
struct SchemaRegistry {
  private(set) var documents: [SchemaDocument] = []
  private(set) var resources: [SchemaResource] = []
  private var byURI: [String: Int] = [:]
  private var roots: [SchemaLocation: Int] = [:]
  private let available: [String: JSONDocument]

  init(available: [String: JSONDocument]) { self.available = available }

  /// Adds the schema at a node of a document, found at a URI; the index of its resource.
  mutating func add(
    _ document: JSONDocument, root: Int, uri: String
  ) throws(SchemaError) -> Int {
    documents.append(SchemaDocument(document: document, uri: uri, root: root))
    let first = resources.count
    let location = SchemaLocation(document: documents.count - 1, node: root)
    resources.append(
      SchemaResource(base: URIReference(uri), location: location, parent: nil))
    byURI[uri] = first
    roots[location] = first
    var pending = [(node: root, resource: first)]
    while let (node, resource) = pending.popLast() {
      let keywords = KeywordNodes(document, node)
      let inner = try register(
        keywords, at: SchemaLocation(document: location.document, node: node), in: resource)
      for child in keywords.children(in: document) { pending.append((child, inner)) }
    }
    return first
  }

  /// Notes the names of one schema; the resource it belongs to.
  private mutating func register(
    _ keywords: KeywordNodes, at location: SchemaLocation, in resource: Int
  ) throws(SchemaError) -> Int {
    var resource = resource
    if let id = try text(.id, keywords, at: location) {
      resource = try identify(location, as: id, in: resource)
    }
    if let name = try text(.anchor, keywords, at: location) {
      try addAnchor(name, location, to: resource, isDynamic: false)
    }
    if let name = try text(.dynamicAnchor, keywords, at: location) {
      try addAnchor(name, location, to: resource, isDynamic: true)
    }
    return resource
  }

  private mutating func identify(
    _ location: SchemaLocation, as id: String, in parent: Int
  ) throws(SchemaError) -> Int {
    let uri = URIReference(id).resolved(against: resources[parent].base)
    guard (uri.fragment ?? "").isEmpty else {
      throw error(
        location, .id, "\"$id\" must have no fragment; \"$anchor\" names a place in a schema")
    }
    let name = uri.withoutFragment
    if let other = byURI[name], resources[other].location != location {
      throw error(
        location, .id, "\(ShownValue.quoted(name)) is the \"$id\" of another schema already")
    }
    if roots[location] == nil {
      roots[location] = resources.count
      resources.append(SchemaResource(base: uri, location: location, parent: parent))
    }
    let index = roots[location] ?? parent
    resources[index].base = uri
    byURI[name] = index
    return index
  }

  private mutating func addAnchor(
    _ name: String, _ location: SchemaLocation, to resource: Int, isDynamic: Bool
  ) throws(SchemaError) {
    let keyword: Keyword = isDynamic ? .dynamicAnchor : .anchor
    guard SchemaResource.isAnchorName(name) else {
      throw error(
        location, keyword,
        "an anchor is a letter or \"_\", then letters, digits, \"-\", \"_\" or \".\"")
    }
    if let other = resources[resource].anchors[name], other != location.node {
      throw error(location, keyword, "the anchor \(ShownValue.quoted(name)) is declared twice")
    }
    resources[resource].anchors[name] = location.node
    if isDynamic { resources[resource].dynamicAnchors[name] = location.node }
  }

  private func text(
    _ keyword: Keyword, _ keywords: KeywordNodes, at location: SchemaLocation
  ) throws(SchemaError) -> String? {
    guard let node = keywords[keyword] else { return nil }
    guard let text = documents[location.document].document.string(node) else {
      throw error(location, keyword, "\"\(keyword.rawValue)\" must be a string")
    }
    return text
  }

  /// The resource of a URI, its document looked through if need be; nil where there is none.
  mutating func resource(at uri: String) throws(SchemaError) -> Int? {
    if let known = byURI[uri] { return known }
    guard let document = available[uri] ?? Metaschema.document(at: uri) else { return nil }
    return try add(document, root: document.root, uri: uri)
  }

  /// The resource whose root stands at a location.
  func resource(rootedAt location: SchemaLocation) -> Int? { roots[location] }

  /// An error at a schema, or at one of its keywords.
  func error(
    _ location: SchemaLocation, _ keyword: Keyword? = nil, _ text: String
  ) -> SchemaError {
    let suffix = keyword.map { "/" + $0.rawValue } ?? ""
    return SchemaError(place: place(of: location) + suffix, text: text)
  }

  /// The pointer to a schema, its document's URI before it where that is another one.
  func place(of location: SchemaLocation) -> String {
    documents[location.document].place(of: location.node)
  }
}

extension SchemaDocument {
  /// The pointer to a node, the URI of the document before it where it has one.
  func place(of node: Int) -> String {
    (uri.isEmpty ? "" : uri + "#") + InstancePath(to: node, from: root, in: document).pointer
  }
}

/// A schema with a URI of its own, and the anchors in it.
struct SchemaResource {
  var base: URIReference
  let location: SchemaLocation
  /// The resource around it.
  let parent: Int?
  /// Both kinds of anchors, by name.
  var anchors: [String: Int] = [:]
  var dynamicAnchors: [String: Int] = [:]
  /// Known once a schema of the resource is compiled.
  var dialect: Dialect?

  init(base: URIReference, location: SchemaLocation, parent: Int?) {
    self.base = base
    self.location = location
    self.parent = parent
  }

  static func isAnchorName(_ name: String) -> Bool {
    guard let first = name.utf8.first, isLetter(first) else { return false }
    return name.utf8.allSatisfy {
      isLetter($0) || 0x30...0x39 ~= $0 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    0x61...0x7A ~= byte | 0x20 || byte == UInt8(ascii: "_")
  }
}

extension SchemaRegistry {
  /// The dialect of a resource: of its own `$schema`, else of the resource around it.
  mutating func dialect(of resource: Int) throws(SchemaError) -> Dialect {
    if let known = resources[resource].dialect { return known }
    let location = resources[resource].location
    let dialect: Dialect
    let keywords = KeywordNodes(documents[location.document].document, location.node)
    if let uri = try text(.schema, keywords, at: location) {
      dialect = try named(uri, at: location)
    } else if let parent = resources[resource].parent {
      dialect = try self.dialect(of: parent)
    } else {
      dialect = .standard
    }
    resources[resource].dialect = dialect
    return dialect
  }

  private mutating func named(
    _ uri: String, at location: SchemaLocation
  ) throws(SchemaError) -> Dialect {
    let uri = URIReference(uri).withoutFragment
    if uri == Dialect.uri { return .standard }
    guard let index = try resource(at: uri) else {
      throw error(location, .schema, Dialect.unsupported(uri))
    }
    let metaschema = resources[index].location
    let document = documents[metaschema.document].document
    guard let vocabularies = document.member(metaschema.node, "$vocabulary") else {
      return .standard
    }
    var dialect = Dialect()
    for (key, value) in document.members(vocabularies) {
      let name = document.string(key) ?? ""
      if !dialect.add(name), document.bool(value) == true {
        throw error(
          metaschema, .vocabulary, "the vocabulary \(ShownValue.quoted(name)) is not known")
      }
    }
    return dialect
  }
}
