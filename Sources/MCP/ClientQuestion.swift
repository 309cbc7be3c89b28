import JSON

/// One request of this server to a legacy client, on behalf of a plugin that needs its answer.
package struct ClientQuestion: Sendable, Equatable {
  /// The key by which the plugin knows the answer.
  package let key: String
  /// The members `method` and `params` with commas before them.
  private let members: [UInt8]

  init(_ entry: InputRequests.Entry, of requests: InputRequests) {
    let document = requests.document
    key = document.string(entry.key) ?? ""
    var members: [UInt8] = []
    for (name, value) in document.members(entry.request)
    where document.equals(name, "method") || document.equals(name, "params") {
      members.append(UInt8(ascii: ","))
      members += document.slice(name)
      members.append(UInt8(ascii: ":"))
      document.slice(value).withUnsafeBytes { InsignificantSpace.append($0, to: &members) }
    }
    self.members = members
  }

  /// The JSON-RPC request, on one line.
  ///
  /// - Parameter id: comes back in the client's response. Nobody can guess it.
  package func message(id: String) -> [UInt8] {
    var writer = JSONWriter(reserving: 48 + id.utf8.count + members.count)
    writer.beginObject()
    writer.key("jsonrpc")
    writer.string("2.0")
    writer.key("id")
    writer.string(id)
    writer.bytes += members
    writer.endObject()
    return writer.bytes
  }
}

/// How a legacy client is asked for what a plugin needs.
package enum LegacyQuestions: Sendable {
  /// Send these, in this order, on the stream of the call; at least one.
  case questions([ClientQuestion])
  /// It cannot be asked: send this instead.
  case reply(MCPReply)
}

extension MCPCall {
  /// What to ask a legacy client: all of it, or nothing where its revision does not have a part of
  /// it or it is known not to have declared that. A plugin would ask for the rest again and again.
  ///
  /// - Parameter requests: a JSON object of input requests by key.
  package func questions(_ requests: [UInt8]) -> LegacyQuestions {
    let asked: InputRequests
    do {
      asked = try InputRequests(requests)
    } catch {
      return .reply(invalidRequests(error.text))
    }
    guard !asked.entries.isEmpty else { return .reply(invalidRequests("there are none")) }
    let declared = legacyCapabilities.flatMap { try? JSONDocument(parsing: $0) }
    let missing = asked.entries.map(\.feature).filter { feature in
      let isDeclared = declared.map { feature.isDeclared(by: $0.root, in: $0) } ?? true
      return feature.firstRevision > revision || !isDeclared
    }
    guard missing.isEmpty else { return .reply(capabilityMissing(ClientFeature.object(missing))) }
    return .questions(asked.entries.map { ClientQuestion($0, of: asked) })
  }
}
