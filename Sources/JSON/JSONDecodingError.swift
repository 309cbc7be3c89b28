/// Why a value does not fit a type, told for people: "attendees[2].id: expected a string, got a
/// number". Quotes field names, numbers and choices, never other strings.
public struct JSONDecodingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Where in the value, as in "attendees[2].id"; empty for the value itself.
  public let path: String
  /// What was expected there and what was found.
  public let problem: String

  /// An error at a path.
  public init(path: String, problem: String) {
    self.path = path
    self.problem = problem
  }

  /// The path and the problem; the problem alone where the path is empty.
  public var description: String { path.isEmpty ? problem : "\(path): \(problem)" }

  init(_ path: [any CodingKey], _ problem: String) {
    self.init(path: Self.render(path), problem: problem)
  }

  /// Any error that leaves a `Decodable` initializer, made readable.
  init(_ error: any Error, at path: [any CodingKey]) {
    switch error {
    case let error as JSONDecodingError: self = error
    case let error as DecodingError: self.init(standard: error, at: path)
    default: self.init(path, "\(error)")
    }
  }

  private init(standard error: DecodingError, at path: [any CodingKey]) {
    switch error {
    case .keyNotFound(let key, let context): self.init(context.codingPath + [key], Self.missing)
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .dataCorrupted(let context):
      let place = context.codingPath.count < path.count ? path : context.codingPath
      self.init(place, context.debugDescription)
    @unknown default: self.init(path, "\(error)")
    }
  }

  static let missing = "is required but missing"

  private static func render(_ path: [any CodingKey]) -> String {
    path.reduce(into: "") { text, key in
      if let index = key.intValue {
        text += "[\(index)]"
      } else {
        text += text.isEmpty ? key.stringValue : ".\(key.stringValue)"
      }
    }
  }
}

/// A key of a path that no type declares: an index or a name.
struct JSONPathKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(index: Int) {
    stringValue = String(index)
    intValue = index
  }

  init(stringValue: String) {
    self.stringValue = stringValue
    intValue = nil
  }

  init?(intValue: Int) { self.init(index: intValue) }
}
