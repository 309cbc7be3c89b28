/// The parameters of a token request (RFC 6749 section 3.2 and appendix B).
struct TokenForm: Sendable {
  /// The longest form that is read.
  static let maximumBytes = 16_384
  /// The most parameters.
  static let maximumParameters = 32
  /// The one that may stand more than once (RFC 8707 section 2).
  private static let repeatable = "resource"

  private var values: [String: [String]] = [:]

  /// Reads a body. Whatever stands twice is refused, whether it is known or not; a parameter
  /// without a value counts as left out.
  init(_ body: [UInt8]) throws(TokenRequestError) {
    let pairs = body.split(separator: UInt8(ascii: "&"))
    guard pairs.count <= Self.maximumParameters else {
      throw .invalidRequest("the request has more than \(Self.maximumParameters) parameters")
    }
    for pair in pairs {
      let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      guard let name = FormText.decode(pair[..<equals]),
        let value = FormText.decode(pair[equals...].dropFirst())
      else { throw .invalidRequest("the body is not a form: percent-encoded UTF-8") }
      guard values[name] == nil || name == Self.repeatable else {
        throw .invalidRequest("a parameter stands in the request more than once")
      }
      values[name, default: []].append(value)
    }
  }

  /// The value of a parameter.
  subscript(_ name: String) -> String? {
    values[name]?.first.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Every value of `resource`.
  var resources: [String] { (values[Self.repeatable] ?? []).filter { !$0.isEmpty } }
}
