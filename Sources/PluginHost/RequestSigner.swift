/// Signs requests of plugins with AWS Signature Version 4. Holds the keys; whoever asks never sees
/// them.
package protocol RequestSigner: Sendable {
  /// Signs a request. `completion` runs exactly once, on any thread, perhaps before this returns;
  /// it does not block.
  func sign(
    _ request: SigningRequest, completion: @escaping @Sendable (SigningOutcome) -> Void)
}

/// The fields to add to the request or its presigned URL, or why there is no signature.
package typealias SigningOutcome = Result<RequestSignature, SigningFailure>

/// A request to be signed, as a plugin will send it.
package struct SigningRequest: Sendable, Equatable {
  package var method: String
  /// Absolute, http or https.
  package var url: String
  /// Those that the plugin will send beside what is added.
  package var fields: [SigningField]
  package var body: [UInt8]
  /// The service's name in signatures, such as `bedrock-agentcore`.
  package var service: String
  /// Empty: the host's own.
  package var region: String
  /// Whether the signature goes into the query.
  package var presigns: Bool

  package init(
    method: String, url: String, fields: [SigningField] = [], body: [UInt8] = [],
    service: String, region: String = "", presigns: Bool = false
  ) {
    self.method = method
    self.url = url
    self.fields = fields
    self.body = body
    self.service = service
    self.region = region
    self.presigns = presigns
  }

  /// Small letters, digits and hyphens: what names of services and regions are of.
  package static func isName(_ text: String) -> Bool {
    (1...SigningLimits.nameBytes).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      }
  }

  /// What it takes in memory, about.
  var byteCount: Int {
    fields.reduce(method.utf8.count + url.utf8.count + body.count) {
      $0 + $1.name.utf8.count + $1.value.utf8.count
    }
  }
}

/// One header field.
package struct SigningField: Sendable, Equatable {
  package var name: String
  package var value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// What proves who sent a request.
package enum RequestSignature: Sendable, Equatable {
  /// To be added to the request.
  case fields([SigningField])
  /// In the place of the request's own.
  case url(String)
}

/// Why there is no signature. The sentence is for people, and holds no secret.
package struct SigningFailure: Error, Sendable, Equatable {
  /// The kinds, as `TOOLRACK_HTTP_...` of the plugin contract numbers them.
  package enum Code: UInt32, Sendable {
    /// The plugin may not sign for the service, or the request cannot be signed.
    case refused = 1
    /// There are no credentials now; later there may be.
    case unavailable = 3
  }

  package var code: Code
  package var message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}

/// Bounds of signing.
enum SigningLimits {
  /// The largest request that is signed, content included.
  static let requestBytes = 16 << 20
  /// Header fields of one request.
  static let fields = 128
  /// Bytes of a service's or a region's name.
  static let nameBytes = 64
  /// Signatures of one plugin that are awaited at one time.
  static let waiting = 256
  /// Bytes of the requests of one plugin whose signatures are awaited.
  static let waitingBytes = 32 << 20
}
