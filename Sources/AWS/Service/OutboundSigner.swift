import Crypto
package import HTTPClient

/// Signs requests of the host or of a plugin that `HTTPClient` sends as they stand. A plain value;
/// any thread.
package struct OutboundSigner: Sendable {
  /// How long a presigned URL holds unless its query says so, in seconds.
  package static let defaultExpirySeconds = 900
  /// The longest, a week.
  package static let maximumExpirySeconds = 604_800

  private let signer: SignatureV4Signer

  /// A signer for a service of a region.
  package init(region: String, service: String, keys: SigningKeys? = nil) {
    signer = SignatureV4Signer(region: region, service: service, keys: keys)
  }

  /// What cannot be signed. A sentence for people.
  package struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
    package let description: String
  }

  /// What a signature brings itself.
  private static let own = ["authorization", "x-amz-date", "x-amz-security-token", "host"]

  /// The fields to add to a request.
  package func fields(
    method: String, _ target: RequestTarget, fields: [(name: String, value: String)],
    body: [UInt8], _ credentials: SigningCredentials, unixSeconds: Int64
  ) throws(Failure) -> [(name: String, value: String)] {
    let request = try signable(method, target, fields, body, query: target.query)
    let time = try Self.time(unixSeconds)
    do {
      let signed = try signer.signed(request, credentials, at: time)
      return signed.fields.dropFirst(request.fields.count).map { ($0.name.text, $0.value.text) }
    } catch {
      throw Failure(description: error.description)
    }
  }

  /// The request's URL with a signature in its query, good for as long as `X-Amz-Expires` of the
  /// query says.
  package func url(
    method: String, _ target: RequestTarget, fields: [(name: String, value: String)],
    body: [UInt8], _ credentials: SigningCredentials, unixSeconds: Int64
  ) throws(Failure) -> String {
    let (query, seconds) = try Self.expiry(target.query)
    let request = try signable(method, target, fields, body, query: query)
    let time = try Self.time(unixSeconds)
    do {
      let signed = try signer.presigned(
        request, credentials, at: time, expiringAfter: seconds ?? Self.defaultExpirySeconds)
      return target.url(query: signed.query.map(\.text))
    } catch {
      throw Failure(description: error.description)
    }
  }

  private func signable(
    _ method: String, _ target: RequestTarget, _ fields: [(name: String, value: String)],
    _ body: [UInt8], query: String?
  ) throws(Failure) -> SignableRequest {
    for (name, _) in fields where Self.own.contains(name.lowercased()) {
      throw Failure(
        description: "The request has the field \"\(name)\" already, which its signature brings; "
          + "leave it out.")
    }
    return SignableRequest(
      method: Array(method.utf8), path: Array(target.path.utf8),
      query: query.map { Array($0.utf8) },
      fields: [SignableRequest.Field("Host", target.host)] + fields.map { .init($0, $1) },
      body: body)
  }

  private static func time(_ unixSeconds: Int64) throws(Failure) -> SigningTime {
    guard let time = SigningTime(unixSeconds: unixSeconds) else {
      throw Failure(description: "The clock of this machine tells no time that can be signed.")
    }
    return time
  }

  /// The query without `X-Amz-Expires`, and that.
  private static func expiry(_ query: String?) throws(Failure) -> (String?, Int?) {
    var seconds: Int?
    var rest: [Substring] = []
    for pair in (query ?? "").split(separator: "&") {
      if pair.hasPrefix("X-Amz-Expires=") {
        let value = Int(pair.dropFirst("X-Amz-Expires=".count)) ?? 0
        guard seconds == nil, (1...maximumExpirySeconds).contains(value) else {
          throw Failure(
            description: "X-Amz-Expires may stand once, and is 1 to \(maximumExpirySeconds).")
        }
        seconds = value
      } else if pair.hasPrefix("X-Amz-Signature=") || pair.hasPrefix("X-Amz-Algorithm=") {
        throw Failure(description: "The URL is presigned already; sign the one without that.")
      } else {
        rest.append(pair)
      }
    }
    return (rest.isEmpty ? nil : rest.joined(separator: "&"), seconds)
  }
}
