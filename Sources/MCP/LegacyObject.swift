import JSON

/// A listed object as the schema of a legacy revision has it.
///
/// Members that the revision does not know are left out; deeper inside they stay, since no revision
/// forbids unknown ones. The schemas of a tool stay word for word, except for what the legacy
/// revisions cannot say: boolean schemas among `properties`, and an output that is no object.
enum LegacyObject {
  /// The object for a revision; nil where nothing needs changing. The document is a checked object
  /// of that kind.
  static func rendered(
    _ document: JSONDocument, _ kind: ListKind, _ revision: Revision
  ) -> [UInt8]? {
    let root = document.root
    let unknown = kind.membersUnknown(to: revision)
    let schemas = kind == .tools ? Schemas(document) : Schemas()
    func isLeftOut(_ key: JSONDocument.Node, _ value: JSONDocument.Node) -> Bool {
      (schemas.dropsOutput && value == schemas.output)
        || unknown.contains { document.equals(key, $0) }
    }
    let members = document.members(root)
    guard schemas.areRewritten || members.contains(where: { isLeftOut($0.key, $0.value) }) else {
      return nil
    }
    var writer = JSONWriter(reserving: document.bytes.count)
    writer.beginObject()
    for (key, value) in members where !isLeftOut(key, value) {
      writer.key(key, of: document)
      if value == schemas.input || value == schemas.output {
        write(schema: value, of: document, to: &writer)
      } else {
        write(value, of: document, to: &writer)
      }
    }
    writer.endObject()
    return writer.bytes
  }

  /// What is to be done about the schemas of a tool.
  private struct Schemas {
    var input: JSONDocument.Node?
    var output: JSONDocument.Node?
    var dropsOutput = false
    var areRewritten = false

    init() {}

    init(_ document: JSONDocument) {
      input = document.member(document.root, "inputSchema")
      output = document.member(document.root, "outputSchema")
      dropsOutput = output.map { !Self.describesObject($0, in: document) } ?? false
      areRewritten = [input, dropsOutput ? nil : output].contains {
        Self.hasBooleanProperty($0, in: document)
      }
    }

    private static func describesObject(
      _ schema: JSONDocument.Node, in document: JSONDocument
    ) -> Bool {
      guard let type = document.member(schema, "type") else { return false }
      return document.equals(type, "object")
    }

    private static func hasBooleanProperty(
      _ schema: JSONDocument.Node?, in document: JSONDocument
    ) -> Bool {
      guard let schema, let properties = document.member(schema, "properties") else { return false }
      return document.members(properties).contains { document.bool($0.value) != nil }
    }
  }

  private static func write(
    schema: JSONDocument.Node, of document: JSONDocument, to writer: inout JSONWriter
  ) {
    writer.beginObject()
    for (key, value) in document.members(schema) {
      writer.key(key, of: document)
      if document.equals(key, "properties") {
        write(properties: value, of: document, to: &writer)
      } else {
        write(value, of: document, to: &writer)
      }
    }
    writer.endObject()
  }

  private static func write(
    properties: JSONDocument.Node, of document: JSONDocument, to writer: inout JSONWriter
  ) {
    writer.beginObject()
    for (key, value) in document.members(properties) {
      writer.key(key, of: document)
      switch document.bool(value) {
      case true: writer.raw("{}".utf8)
      case false: writer.raw("{\"not\":{}}".utf8)
      case nil: write(value, of: document, to: &writer)
      }
    }
    writer.endObject()
  }

  private static func write(
    _ value: JSONDocument.Node, of document: JSONDocument, to writer: inout JSONWriter
  ) {
    var line: [UInt8] = []
    document.slice(value).withUnsafeBytes { InsignificantSpace.append($0, to: &line) }
    writer.raw(line)
  }
}
