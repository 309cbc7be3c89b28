import JSON

/// What a worker must know: the first frame's JSON. It travels over the socket, not in arguments or
/// the environment, which other processes can read.
struct WorkerHello: Equatable {
  var name: String
  var path: String
  var settings: JSONValue
  var egress: [String]
  var maximumCalls: Int

  var encoded: [UInt8] {
    let object: JSONObject = [
      "name": .string(name), "path": .string(path), "settings": settings,
      "egress": .array(egress.map { .string($0) }),
      "maximumCalls": .number(JSONNumber(Int64(maximumCalls))),
    ]
    return JSONValue.object(object).serialized()
  }

  init(name: String, path: String, settings: JSONValue, egress: [String], maximumCalls: Int) {
    self.name = name
    self.path = path
    self.settings = settings
    self.egress = egress
    self.maximumCalls = maximumCalls
  }

  /// Nil where `bytes` are not a hello of this version.
  init?(_ bytes: [UInt8]) {
    guard let value = try? JSONValue(parsing: bytes), let name = value["name"]?.string,
      let path = value["path"]?.string, let settings = value["settings"],
      let egress = value["egress"]?.array, let maximumCalls = value["maximumCalls"]?.integer
    else { return nil }
    self.init(
      name: name, path: path, settings: settings, egress: egress.compactMap(\.string),
      maximumCalls: Int(maximumCalls))
  }
}
