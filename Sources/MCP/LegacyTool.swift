import JSON

/// A Tool object as the schemas of all legacy revisions allow it.
///
/// They know no boolean schemas among `properties` and no output but objects. Members that are
/// new since then do no harm, because no revision forbids unknown ones.
enum LegacyTool {
  /// The object with its boolean properties spelled as objects of the same meaning, and without
  /// an `outputSchema` whose root is no object; nil where nothing needs changing. The document
  /// is a checked Tool object.
  static func rendered(_ document: JSONDocument) -> [UInt8]? {
    let root = document.root
    let input = document.member(root, "inputSchema")
    let output = document.member(root, "outputSchema")
    let dropsOutput = output.map { !describesObject($0, in: document) } ?? false
    let rewritesOutput = !dropsOutput && hasBooleanProperty(output, in: document)
    guard dropsOutput || rewritesOutput || hasBooleanProperty(input, in: document) else {
      return nil
    }
    var writer = JSONWriter(reserving: document.bytes.count)
    writer.beginObject()
    for (key, value) in document.members(root) where !(dropsOutput && value == output) {
      write(key: key, of: document, to: &writer)
      if value == input || value == output {
        write(schema: value, of: document, to: &writer)
      } else {
        write(value, of: document, to: &writer)
      }
    }
    writer.endObject()
    return writer.bytes
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

  private static func write(
    schema: JSONDocument.Node, of document: JSONDocument, to writer: inout JSONWriter
  ) {
    writer.beginObject()
    for (key, value) in document.members(schema) {
      write(key: key, of: document, to: &writer)
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
      write(key: key, of: document, to: &writer)
      switch document.bool(value) {
      case true: writer.raw("{}".utf8)
      case false: writer.raw("{\"not\":{}}".utf8)
      case nil: write(value, of: document, to: &writer)
      }
    }
    writer.endObject()
  }

  private static func write(
    key: JSONDocument.Node, of document: JSONDocument, to writer: inout JSONWriter
  ) {
    writer.key(document.string(key) ?? "")
  }

  private static func write(
    _ value: JSONDocument.Node, of document: JSONDocument, to writer: inout JSONWriter
  ) {
    var line: [UInt8] = []
    document.slice(value).withUnsafeBytes { InsignificantSpace.append($0, to: &line) }
    writer.raw(line)
  }
}
