import JSON

/// What a plugin asks the client for, checked: MCP input requests by key.
struct InputRequests {
  /// What is wrong with them.
  struct Fault: Error {
    let text: String
  }

  struct Entry {
    let key: JSONDocument.Node
    let request: JSONDocument.Node
    let feature: ClientFeature
  }

  let document: JSONDocument
  /// In the plugin's order.
  private(set) var entries: [Entry] = []

  /// Reads a JSON object; no bytes at all count as an empty one.
  init(_ json: [UInt8]) throws(Fault) {
    do {
      document = try JSONDocument(parsing: json.isEmpty ? Array("{}".utf8) : json)
    } catch {
      throw Fault(text: "\(error)")
    }
    guard document.kind(document.root) == .object else {
      throw Fault(text: "they must be an object, not \(document.kind(document.root).phrase)")
    }
    for (key, request) in document.members(document.root) {
      guard let feature = ClientFeature(request, in: document), hasParameters(request, feature)
      else {
        throw Fault(
          text: "each must be an object with \"method\" and \"params\","
            + " and a method of those that clients know")
      }
      entries.append(Entry(key: key, request: request, feature: feature))
    }
  }

  private func hasParameters(_ request: JSONDocument.Node, _ feature: ClientFeature) -> Bool {
    guard let params = document.member(request, "params") else { return !feature.needsParameters }
    return document.kind(params) == .object
  }

  /// The capabilities that all of them need.
  var neededCapabilities: [UInt8] { ClientFeature.object(entries.lazy.map(\.feature)) }

  /// Those entries as a JSON object on one line, word for word.
  func json(_ entries: [Entry]) -> [UInt8] {
    guard entries.count < self.entries.count else {
      return InsignificantSpace.removed(from: document.bytes)
    }
    var writer = JSONWriter(reserving: document.bytes.count)
    writer.beginObject()
    for entry in entries {
      writer.key(entry.key, of: document)
      writer.raw(InsignificantSpace.removed(from: Array(document.slice(entry.request))))
    }
    writer.endObject()
    return writer.bytes
  }
}
