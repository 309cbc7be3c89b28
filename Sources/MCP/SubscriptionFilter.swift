import JSON

/// What a listen stream is to carry: everything in it was asked for, and nothing else is sent.
package struct SubscriptionFilter: Sendable, Equatable {
  /// Lists whose changes are told.
  package var lists: ChangedLists
  /// Resources whose updates are told, each once, in the order they were asked for.
  package var uris: [String]
  /// Those of them that the caller may not hear of: granted like any that is not there, and never
  /// told.
  package var withheld: Set<String> = []

  /// Resources whose updates are told indeed.
  var heard: [String] { withheld.isEmpty ? uris : uris.filter { !withheld.contains($0) } }

  /// A filter as given; a URI that repeats is left out.
  package init(lists: ChangedLists = [], uris: [String] = []) {
    self.lists = lists
    var known: Set<String> = []
    self.uris = uris.filter { known.insert($0).inserted }
  }

  /// Reads `params.notifications` of subscriptions/listen (2026-07-28, SubscriptionFilter).
  ///
  /// Kinds that are not known here are passed over: they are not granted.
  init(_ document: borrowing JSONDocument, _ node: JSONDocument.Node?) throws(ProtocolError) {
    guard let node else {
      throw Self.fault("params.notifications is missing; it must be an object")
    }
    guard document.kind(node) == .object else {
      throw Self.fault("params.notifications must be an object, not \(document.kind(node).phrase)")
    }
    var lists: ChangedLists = []
    if try Self.flag("toolsListChanged", document, node) { lists.insert(.tools) }
    if try Self.flag("promptsListChanged", document, node) { lists.insert(.prompts) }
    if try Self.flag("resourcesListChanged", document, node) { lists.insert(.resources) }
    self.init(lists: lists, uris: try Self.uris(document, node))
  }

  /// As a JSON object with nothing but what is true or listed.
  func write(_ writer: inout JSONWriter) {
    writer.beginObject()
    for (list, key) in Self.keys where lists.contains(list) {
      writer.key(key)
      writer.bool(true)
    }
    if !uris.isEmpty {
      writer.key(Self.urisKey)
      writer.beginArray()
      for uri in uris { writer.string(uri) }
      writer.endArray()
    }
    writer.endObject()
  }

  private static let urisKey: StaticString = "resourceSubscriptions"
  private static var keys: [(ChangedLists, StaticString)] {
    [
      (.tools, "toolsListChanged"), (.prompts, "promptsListChanged"),
      (.resources, "resourcesListChanged"),
    ]
  }

  private static func flag(
    _ key: StaticString, _ document: borrowing JSONDocument, _ node: JSONDocument.Node
  ) throws(ProtocolError) -> Bool {
    guard let value = document.member(node, key) else { return false }
    guard let flag = document.bool(value) else {
      throw fault(
        "params.notifications.\(key) must be true or false, not \(document.kind(value).phrase)")
    }
    return flag
  }

  private static func uris(
    _ document: borrowing JSONDocument, _ node: JSONDocument.Node
  ) throws(ProtocolError) -> [String] {
    guard let list = document.member(node, urisKey) else { return [] }
    guard document.kind(list) == .array else {
      throw fault(
        "params.notifications.\(urisKey) must be an array, not \(document.kind(list).phrase)")
    }
    var uris: [String] = []
    for element in document.elements(list) {
      guard let uri = document.string(element) else {
        throw fault("every element of params.notifications.\(urisKey) must be a string")
      }
      uris.append(uri)
    }
    return uris
  }

  private static func fault(_ message: String) -> ProtocolError {
    ProtocolError(.invalidParams, message)
  }
}
