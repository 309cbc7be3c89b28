import JSON

/// When each key was used last: a file of its own, so that the file of clients stays its owner's.
package enum KeyUse {
  /// Beside the file of clients.
  package static func path(_ clients: String) -> String { "\(clients).last-use" }

  /// By client and key, in seconds after 1970; empty where nothing was written yet.
  package static func read(_ clients: String) -> [String: [String: Int64]] {
    guard
      let bytes = SmallFile.read(path(clients), maximumBytes: ClientFile.maximumBytes),
      let object = try? JSONValue(parsing: bytes).object
    else { return [:] }
    var uses: [String: [String: Int64]] = [:]
    for (client, keys) in object.members {
      for (key, time) in keys.object?.members ?? [] {
        uses[client, default: [:]][key] = time.integer
      }
    }
    return uses
  }

  static func write(_ uses: [String: [String: Int64]], _ clients: String) -> Bool {
    var object = JSONObject()
    for (client, keys) in uses.sorted(by: { $0.key < $1.key }) {
      var times = JSONObject()
      for (key, time) in keys.sorted(by: { $0.key < $1.key }) {
        times[key] = .number(JSONNumber(time))
      }
      object[client] = .object(times)
    }
    return SmallFile.replace(path(clients), JSONValue.object(object).serialized())
  }
}
