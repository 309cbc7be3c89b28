internal import PluginKit
internal import Synchronization

/// A password that AWS makes (RDS "IAM database authentication"): the URL of a request for a
/// connection, signed, without its scheme. It holds for 15 minutes; each connection gets its own.
struct IAMToken {
  private static let waitMilliseconds = 10_000

  let settings: IAMSettings
  let path: String
  let aws: AWS

  /// On the thread of a connection, which waits.
  func make(_ effective: EffectiveParameters) throws(PostgresFailure) -> String {
    let (host, port) = try endpoint(effective)
    guard let user = effective["user"] else {
      throw .refused("\(path) has no user, which a token of AWS is made for.")
    }
    if !effective.isLocal, ["disable", "allow", "prefer"].contains(effective["sslmode"]),
      effective.saysMode
    {
      throw .refused(
        "A token of AWS is only sent over TLS: set \(path).sslmode to \"verify-full\", or leave it "
          + "out.")
    }
    let request = HTTPRequest(
      url: "https://\(host):\(port)/?Action=connect&DBUser=\(Self.encoded(user))")
    return String(try signed(request).dropFirst("https://".count))
  }

  /// The host and the port that the token is made for.
  func endpoint(_ effective: EffectiveParameters) throws(PostgresFailure) -> (String, Int) {
    let hosts = effective.list("host")
    let ports = effective.list("port")
    guard let host = settings.host ?? (hosts.count == 1 ? hosts[0] : nil), !host.isEmpty else {
      throw .refused("\(path).iam needs one host, which the token is made for: set iam.host.")
    }
    return (host.lowercased(), settings.port ?? ports.first.flatMap { Int($0) } ?? 5_432)
  }

  /// RFC 3986 section 2.3.
  static func encoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func signed(_ request: HTTPRequest) throws(PostgresFailure) -> String {
    let answer = Mailbox<Result<String, AWSFailure>>()
    let task = Task { [aws, settings] in
      do throws(AWSFailure) {
        answer.put(
          .success(try await aws.presign(request, service: "rds-db", region: settings.region)))
      } catch {
        answer.put(.failure(error))
      }
    }
    let end = MonotonicClock.after(milliseconds: Self.waitMilliseconds, MonotonicClock.now())
    switch answer.take(until: end) {
    case .success(let url): return url
    case .failure(let failure):
      throw .refused(
        "No token of AWS could be made as the password: \(failure.message)",
        detail: "It needs \"aws\": [\"rds-db\"] in plugin.pg of the configuration file, and "
          + "credentials of the host that may connect (rds-db:connect).")
    case nil:
      task.cancel()
      throw .refused("No token of AWS came in \(Self.waitMilliseconds / 1_000) s.")
    }
  }
}
