import Glibc
import JSON

@testable import AWS
@testable import Crypto

/// One case of the signing suite: a request, who signs it, and what comes out.
struct SignatureVector: Sendable, CustomStringConvertible {
  let name: String
  let folder: String
  let request: SignableRequest
  let credentials: SigningCredentials
  let time: SigningTime
  let signer: SignatureV4Signer
  let expirySeconds: Int

  var description: String { name }

  /// `../shared/vectors`, or where `TOOLRACK_VECTORS` says.
  private static let root =
    getenv("TOOLRACK_VECTORS").map { String(cString: $0) } ?? "../shared/vectors"

  /// All cases; none where the vectors are not there.
  static let all: [SignatureVector] = {
    let suite = "\(root)/sigv4/v4"
    guard let directory = opendir(suite) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted().compactMap { SignatureVector(name: $0, folder: "\(suite)/\($0)") }
  }()

  private init?(name: String, folder: String) {
    guard
      let context = Self.read("\(folder)/context.json").flatMap({ try? JSONValue(parsing: $0) }),
      let text = Self.read("\(folder)/request.txt"), let request = Self.request(text),
      let key = context["credentials"]?["access_key_id"]?.string,
      let secret = context["credentials"]?["secret_access_key"]?.string,
      let region = context["region"]?.string, let service = context["service"]?.string,
      let stamp = context["timestamp"]?.string,
      let time = SigningTime(stamp.filter { $0 != "-" && $0 != ":" }),
      let expiry = context["expiration_in_seconds"]?.integer
    else { return nil }
    self.name = name
    self.folder = folder
    self.request = request
    credentials = SigningCredentials(
      accessKeyID: key, secret: Key(Array(secret.utf8).span),
      sessionToken: (context["credentials"]?["token"]?.string).map { Array($0.utf8) })
    self.time = time
    expirySeconds = Int(expiry)
    var signer = SignatureV4Signer(region: region, service: service)
    signer.path = context["normalize"]?.bool ?? true ? .normalized : .encoded
    signer.sendsContentHash = context["sign_body"]?.bool ?? false
    signer.signsSessionToken = !(context["omit_session_token"]?.bool ?? false)
    self.signer = signer
  }

  /// What the suite says in one of its files, without the line break at the end.
  func expected(_ file: String) -> String? {
    Self.read("\(folder)/\(file).txt").map { bytes in
      bytes.last == UInt8(ascii: "\n") ? Array(bytes.dropLast()).text : bytes.text
    }
  }

  /// The request as the suite signed it.
  func signed(_ file: String) -> SignableRequest? {
    Self.read("\(folder)/\(file).txt").flatMap(Self.request)
  }

  private static func request(_ text: [UInt8]) -> SignableRequest? {
    var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    guard let start = lines.popFirst(), let space = start.firstIndex(of: 0x20),
      let end = start.lastIndex(of: 0x20), space < end
    else { return nil }
    let target = start[(space + 1)..<end]
    let question = target.firstIndex(of: UInt8(ascii: "?"))
    var fields: [SignableRequest.Field] = []
    while let line = lines.popFirst(), !line.isEmpty {
      if line.first == 0x20, !fields.isEmpty {
        fields[fields.count - 1].value += [UInt8(ascii: "\n")] + line
      } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
        fields.append(
          .init(name: Array(line[..<colon]), value: Array(line[(colon + 1)...])))
      }
    }
    return SignableRequest(
      method: Array(start[..<space]), path: Array(target[..<(question ?? target.endIndex)]),
      query: question.map { Array(target[($0 + 1)...]) }, fields: fields,
      body: Array(lines.joined(separator: [UInt8(ascii: "\n")])))
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
      bytes += chunk.prefix(count)
    }
    return bytes
  }
}
