import Access
import Crypto

/// `toolrack client`: who has an API key.
enum ClientCommand {
  /// The file where neither the command line nor the configuration names one.
  private static let defaultFile = "clients.json"

  static func run(_ words: [String]) throws(UsageError) -> ExitStatus {
    let arguments = try Arguments(words, valued: ["config", "clients", "scope", "key"], flags: [])
    guard let action = arguments.operands.first else { throw misuse }
    do throws(Trouble) {
      let path = try path(arguments)
      switch (action, arguments.operands.count) {
      case ("add", 2): try add(arguments.operands[1], arguments, to: path)
      case ("remove", 2): try remove(arguments.operands[1], arguments.values["key"], from: path)
      case ("list", 1): try list(path)
      default: throw .usage
      }
      return .success
    } catch {
      switch error {
      case .usage: throw misuse
      case .failed(let text):
        StandardStream.error.write("toolrack: \(text)\n")
        return .failure
      }
    }
  }

  private enum Trouble: Error {
    case usage
    case failed(String)
  }

  private static var misuse: UsageError {
    UsageError(description: "this command is client add NAME, client remove NAME or client list")
  }

  private static func path(_ arguments: Arguments) throws(Trouble) -> String {
    if let path = arguments.values["clients"] { return path }
    guard let configuration = arguments.values["config"] else { return defaultFile }
    do throws(ConfigurationError) {
      let configuration = try ConfigurationReader.read(path: configuration)
      if case .rules(let settings) = configuration.access, let path = settings.clients {
        return path
      }
    } catch {
      throw .failed(error.description)
    }
    throw .failed("\(configuration) has no access.clients")
  }

  private static func read(_ path: String, orNew: Bool = false) throws(Trouble) -> ClientFile {
    guard let bytes = SmallFile.read(path, maximumBytes: ClientFile.maximumBytes) else {
      if orNew, !SmallFile.exists(path) { return ClientFile() }
      throw .failed("\(path) cannot be read, or is too large")
    }
    do throws(ClientFileError) {
      return try ClientFile(parsing: bytes)
    } catch {
      throw .failed("\(path) \(error.text)")
    }
  }

  private static func write(_ file: ClientFile, _ path: String) throws(Trouble) {
    guard SmallFile.replace(path, file.serialized()) else {
      throw .failed("\(path) cannot be written")
    }
  }

  /// Prints the new key, which nobody can find out again.
  private static func add(
    _ name: String, _ arguments: Arguments, to path: String
  ) throws(Trouble) {
    guard !name.isEmpty, !name.contains(where: \.isWhitespace) else {
      throw .failed("a client's name has no blanks in it")
    }
    var file = try read(path, orNew: true)
    var client = file.clients[name] ?? ClientFile.Client()
    for scope in arguments.values["scope"]?.split(whereSeparator: { " ,".contains($0) }) ?? []
    where !client.scopes.contains(String(scope)) {
      client.scopes.append(String(scope))
    }
    let id = if let id = arguments.values["key"] { id } else { try freeID(client) }
    guard !client.keys.contains(where: { $0.id == id }) else {
      throw .failed("\(name) has a key \(id) already")
    }
    let (key, hash) = try makeKey()
    client.keys.append(ClientFile.HashedSecret(id: id, sha256: hash, created: Timestamp.now))
    file.clients[name] = client
    try write(file, path)
    StandardStream.output.write("\(key)\n")
    StandardStream.error.write(
      "The key \(id) of \(name). It is shown this once; \(path) holds its hash.\n")
  }

  private static func makeKey() throws(Trouble) -> (key: String, sha256: String) {
    do throws(CryptoError) {
      return try APIKey.make()
    } catch {
      throw .failed(error.description)
    }
  }

  private static func freeID(_ client: ClientFile.Client) throws(Trouble) -> String {
    let taken = Set(client.keys.map(\.id))
    guard let id = (1...10_000).lazy.map({ "key\($0)" }).first(where: { !taken.contains($0) })
    else { throw .failed("the client has too many keys") }
    return id
  }

  private static func remove(
    _ name: String, _ key: String?, from path: String
  ) throws(Trouble) {
    var file = try read(path)
    guard var client = file.clients[name] else {
      let hint = Spelling.suggestion(for: name, among: file.clients.keys.sorted())
      throw .failed("\(path) has no client \(name)\(hint)")
    }
    guard let key else {
      file.clients[name] = nil
      return try write(file, path)
    }
    guard let index = client.keys.firstIndex(where: { $0.id == key }) else {
      throw .failed("\(name) has no key \(key)")
    }
    client.keys.remove(at: index)
    file.clients[name] = client
    try write(file, path)
  }

  private static func list(_ path: String) throws(Trouble) {
    let file = try read(path)
    let uses = KeyUse.read(path)
    for (name, client) in file.clients.sorted(by: { $0.key < $1.key }) {
      StandardStream.output.write("\(name)  scopes: \(client.scopes.joined(separator: " "))\n")
      for key in client.keys {
        let use = uses[name]?[key.id].map { Timestamp.text(unixSeconds: $0) } ?? "never"
        let created = key.created.map { "made \($0), " } ?? ""
        StandardStream.output.write("  \(key.id)  \(created)last used: \(use)\n")
      }
    }
  }
}
