import Access
import Crypto

/// `toolrack client`: who has an API key, or a secret to get tokens with.
enum ClientCommand {
  /// The file where neither the command line nor the configuration names one.
  private static let defaultFile = "clients.json"

  static func run(_ words: [String]) throws(UsageError) -> ExitStatus {
    let arguments = try Arguments(
      words, valued: ["config", "clients", "scope", "key"], flags: ["secret", "api-key"])
    guard let action = arguments.operands.first else { throw misuse }
    do throws(Trouble) {
      let (path, hasIssuer) = try file(arguments)
      switch (action, arguments.operands.count) {
      case ("add", 2):
        let kind = try kind(arguments.flags, hasIssuer: hasIssuer)
        try locked(path) { () throws(Trouble) in
          try add(arguments.operands[1], kind, arguments, to: path)
        }
      case ("remove", 2):
        try locked(path) { () throws(Trouble) in
          try remove(arguments.operands[1], arguments.values["key"], from: path)
        }
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

  /// What a client proves itself with.
  private enum Kind {
    case key, secret

    var entries: WritableKeyPath<ClientFile.Client, [ClientFile.HashedSecret]> {
      self == .key ? \.keys : \.secrets
    }

    /// A new one.
    func make() throws(CryptoError) -> (text: String, sha256: String) {
      if self == .secret { return try ClientSecret.make() }
      return try APIKey.make()
    }
  }

  /// Where the configuration has an issuer, clients get tokens from it, unless told otherwise.
  private static func kind(_ flags: Set<String>, hasIssuer: Bool) throws(Trouble) -> Kind {
    guard flags.count <= 1 else { throw .usage }
    return flags.contains("secret") || (hasIssuer && flags.isEmpty) ? .secret : .key
  }

  /// The file of clients, and whether the configuration has an issuer.
  private static func file(_ arguments: Arguments) throws(Trouble) -> (String, Bool) {
    let named = arguments.values["clients"]
    guard let configuration = arguments.values["config"] else {
      return (named ?? defaultFile, false)
    }
    do throws(ConfigurationError) {
      let configuration = try ConfigurationReader.read(path: configuration)
      if case .rules(let settings) = configuration.access,
        let path = named ?? settings.clients
      {
        return (path, settings.issuer != nil)
      }
      if let named { return (named, false) }
    } catch {
      throw .failed(error.description)
    }
    throw .failed("\(configuration) has no access.clients")
  }

  private static func read(_ path: String, orNew: Bool = false) throws(Trouble) -> ClientFile {
    do throws(ClientFileError) {
      return try ClientFile(reading: path)
    } catch {
      if orNew, error == .missing { return ClientFile() }
      throw .failed("\(path) \(error.text)")
    }
  }

  /// Does `body` while no other process changes the file.
  private static func locked(
    _ path: String, _ body: () throws(Trouble) -> Void
  ) throws(Trouble) {
    let isDone: Void? = try FileLock.hold(beside: path, body)
    guard isDone != nil else {
      throw .failed("\(path) cannot be written: its folder is missing or not writable")
    }
  }

  private static func write(_ file: ClientFile, _ path: String) throws(Trouble) {
    guard SmallFile.replace(path, file.serialized()) else {
      throw .failed("\(path) cannot be written")
    }
  }

  /// Prints the new key or secret, which nobody can find out again.
  private static func add(
    _ name: String, _ kind: Kind, _ arguments: Arguments, to path: String
  ) throws(Trouble) {
    try check(name, kind)
    var file = try read(path, orNew: true)
    var client = file.clients[name] ?? ClientFile.Client()
    for scope in arguments.values["scope"]?.split(whereSeparator: { " ,".contains($0) }) ?? []
    where !client.scopes.contains(String(scope)) {
      guard TokenRequest.isScope(String(scope)) else {
        throw .failed("a scope is printable ASCII without blanks, quotes and backslashes")
      }
      client.scopes.append(String(scope))
    }
    let id = if let id = arguments.values["key"] { id } else { try freeID(client, kind) }
    guard !ids(client).contains(id) else { throw .failed("\(name) has a key \(id) already") }
    let (text, hash) = try make(kind)
    client[keyPath: kind.entries].append(
      ClientFile.HashedSecret(id: id, sha256: hash, created: Timestamp.now))
    file.clients[name] = client
    try write(file, path)
    StandardStream.output.write("\(text)\n")
    StandardStream.error.write(
      "The \(kind) \(id) of \(name). It is shown this once; \(path) holds its hash.\n")
  }

  private static func check(_ name: String, _ kind: Kind) throws(Trouble) {
    guard !name.isEmpty, !name.contains(where: \.isWhitespace) else {
      throw .failed("a client's name has no blanks in it")
    }
    let isPlain = name.utf8.allSatisfy { byte in
      let character = Character(UnicodeScalar(byte))
      return byte < 128 && (character.isLetter || character.isNumber || "-._~".contains(character))
    }
    guard kind == .key || isPlain else {
      throw .failed(
        "the name of a client with a secret is of letters, digits, -, ., _ and ~, which are "
          + "written the same in every encoding")
    }
  }

  private static func make(_ kind: Kind) throws(Trouble) -> (text: String, sha256: String) {
    do throws(CryptoError) {
      return try kind.make()
    } catch {
      throw .failed(error.description)
    }
  }

  private static func ids(_ client: ClientFile.Client) -> Set<String> {
    Set((client.keys + client.secrets).map(\.id))
  }

  private static func freeID(
    _ client: ClientFile.Client, _ kind: Kind
  ) throws(Trouble) -> String {
    let taken = ids(client)
    guard let id = (1...10_000).lazy.map({ "\(kind)\($0)" }).first(where: { !taken.contains($0) })
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
    guard ids(client).contains(key) else { throw .failed("\(name) has no key \(key)") }
    client.keys.removeAll { $0.id == key }
    client.secrets.removeAll { $0.id == key }
    file.clients[name] = client
    try write(file, path)
  }

  private static func list(_ path: String) throws(Trouble) {
    let file = try read(path)
    let uses = KeyUse.read(path)
    for (name, client) in file.clients.sorted(by: { $0.key < $1.key }) {
      StandardStream.output.write("\(name)  scopes: \(client.scopes.joined(separator: " "))\n")
      for key in client.keys + client.secrets {
        let use = uses[name]?[key.id].map { Timestamp.text(unixSeconds: $0) } ?? "never"
        let created = key.created.map { "made \($0), " } ?? ""
        StandardStream.output.write("  \(key.id)  \(created)last used: \(use)\n")
      }
    }
  }
}
