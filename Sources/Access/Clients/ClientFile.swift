import Crypto
import JSON

/// The clients that are known by name: a file of JSON, written by `toolrack client` or by hand.
///
/// ```
/// {"clients": {"agent": {
///   "scopes": ["tools/call"],
///   "keys": [{"id": "key1", "sha256": "..."}], "secrets": [{"id": "secret1", "sha256": "..."}]}}}
/// ```
package struct ClientFile: Sendable, Equatable {
  /// The largest file that is read, in bytes.
  package static let maximumBytes = 4 * 1_024 * 1_024

  /// The hash of a secret that was given out once.
  package struct HashedSecret: Sendable, Equatable {
    /// Its name among those of the client, to take it back by.
    package var id: String
    /// The SHA-256 of its text, 64 hexadecimal digits in small letters.
    package var sha256: String
    /// When it was made, RFC 3339; nil where nobody wrote it down.
    package var created: String?

    /// A secret by its hash.
    package init(id: String, sha256: String, created: String? = nil) {
      self.id = id
      self.sha256 = sha256
      self.created = created
    }
  }

  /// One client.
  package struct Client: Sendable, Equatable {
    /// What it may do.
    package var scopes: [String] = []
    /// Keys that it sends with each request.
    package var keys: [HashedSecret] = []
    /// Secrets that it gets tokens with, from the issuer that is built in.
    package var secrets: [HashedSecret] = []

    /// A client without anything.
    package init() {}
  }

  /// By name.
  package var clients: [String: Client] = [:]

  /// Without clients.
  package init() {}

  /// Reads the file of that path; `missing` where there is none.
  package init(reading path: String) throws(ClientFileError) {
    guard let bytes = SmallFile.read(path, maximumBytes: Self.maximumBytes) else {
      guard SmallFile.exists(path) else { throw .missing }
      throw ClientFileError("cannot be read, or has more than \(Self.maximumBytes) bytes")
    }
    try self.init(parsing: bytes)
  }

  /// Reads a file's bytes; what it does not know is an error that says where.
  package init(parsing bytes: [UInt8]) throws(ClientFileError) {
    let root: JSONValue
    do {
      root = try JSONValue(parsing: JSONComments.strip(bytes))
    } catch {
      throw ClientFileError("is not valid JSON: \(error)")
    }
    let top = try ClientFileReader(root, path: "").members(known: ["clients"])
    guard let clients = top["clients"] else { throw ClientFileError("must have \"clients\"") }
    for (name, entry) in try clients.members() {
      self.clients[name] = try Self.client(entry)
    }
  }

  private static func client(_ entry: ClientFileReader) throws(ClientFileError) -> Client {
    let members = try entry.members(known: ["scopes", "keys", "secrets"])
    var client = Client()
    client.scopes = try members["scopes"]?.strings() ?? []
    for key in try members["keys"]?.elements() ?? [] { client.keys.append(try hashed(key)) }
    for secret in try members["secrets"]?.elements() ?? [] {
      client.secrets.append(try hashed(secret))
    }
    return client
  }

  private static func hashed(_ entry: ClientFileReader) throws(ClientFileError) -> HashedSecret {
    let members = try entry.members(known: ["id", "sha256", "created"])
    guard let id = try members["id"]?.string(), let hash = try members["sha256"]?.string() else {
      throw ClientFileError("\(entry.path) must have \"id\" and \"sha256\"")
    }
    guard hash.utf8.count == 64,
      hash.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else {
      throw ClientFileError("\(entry.path).sha256 must be 64 hexadecimal digits in small letters")
    }
    return HashedSecret(id: id, sha256: hash, created: try members["created"]?.string())
  }

  /// The file's text, names sorted, one entry a line.
  package func serialized() -> [UInt8] {
    var text = "{\n  \"clients\": {"
    for (index, name) in clients.keys.sorted().enumerated() {
      guard let client = clients[name] else { continue }
      text += index == 0 ? "\n" : ",\n"
      text += "    \(JSONValue.string(name)): {\n"
      text += "      \"scopes\": \(JSONValue.array(client.scopes.map(JSONValue.string))),\n"
      text += "      \"keys\": \(Self.list(client.keys)),\n"
      text += "      \"secrets\": \(Self.list(client.secrets))\n    }"
    }
    text += clients.isEmpty ? "}\n}\n" : "\n  }\n}\n"
    return Array(text.utf8)
  }

  private static func list(_ secrets: [HashedSecret]) -> String {
    guard !secrets.isEmpty else { return "[]" }
    return "[" + secrets.map { "\n        \($0.json)" }.joined(separator: ",") + "\n      ]"
  }
}

extension ClientFile.HashedSecret {
  fileprivate var json: JSONValue {
    var object: JSONObject = ["id": .string(id), "sha256": .string(sha256)]
    if let created { object["created"] = .string(created) }
    return .object(object)
  }
}

/// What is wrong with a file of clients: to be put behind its name.
package struct ClientFileError: Error, Sendable, Equatable {
  /// There is no such file yet.
  package static let missing = ClientFileError(
    "is not there; `toolrack client add NAME` makes it")

  /// Such as `is not valid JSON: ...`.
  package let text: String

  init(_ text: String) { self.text = text }
}

/// One value of the file, with its place for errors.
private struct ClientFileReader {
  let value: JSONValue
  let path: String

  init(_ value: JSONValue, path: String) {
    self.value = value
    self.path = path
  }

  private var place: String { path.isEmpty ? "the file" : path }

  func members() throws(ClientFileError) -> [(String, ClientFileReader)] {
    guard let object = value.object else {
      throw ClientFileError("\(place) must be an object, {...}")
    }
    return object.members.map { key, value in
      (key, ClientFileReader(value, path: path.isEmpty ? key : "\(path).\(key)"))
    }
  }

  func members(known: [String]) throws(ClientFileError) -> [String: ClientFileReader] {
    var found: [String: ClientFileReader] = [:]
    for (key, value) in try members() {
      guard known.contains(key) else {
        throw ClientFileError("\(value.path) is not known; \(place) may have \(known)")
      }
      found[key] = value
    }
    return found
  }

  func elements() throws(ClientFileError) -> [ClientFileReader] {
    guard let array = value.array else { throw ClientFileError("\(place) must be an array, [...]") }
    return array.enumerated().map { ClientFileReader($1, path: "\(path).\($0)") }
  }

  func string() throws(ClientFileError) -> String {
    guard let text = value.string else { throw ClientFileError("\(place) must be a string") }
    return text
  }

  func strings() throws(ClientFileError) -> [String] {
    var strings: [String] = []
    for element in try elements() { strings.append(try element.string()) }
    return strings
  }
}
