/// How the text form of a value becomes JSON.
enum ValueForm: Sendable, Equatable {
  /// A string as it is.
  case text
  case boolean
  /// Digits that a double holds exactly: 32 bits and less.
  case integer
  /// A number up to 2^53 - 1 and down to its opposite, a string beyond.
  case bigInteger
  /// A number; a string where it is no finite one.
  case floating
  /// A number up to 15 significant digits, a string beyond.
  case numeric
  /// `json`: what somebody wrote, as it is where the host can read it; else a string.
  case json
  /// `jsonb`: what the server wrote.
  case jsonb
  /// A string in base64.
  case bytes
  /// `2024-01-31 12:00:00+00` as a string by ISO 8601 with a `T`, and with minutes in the offset.
  case timestamp
  /// `12:00:00+00`, with minutes in the offset.
  case timeWithZone
  /// `int2vector` and `oidvector`: an array of numbers.
  case vector
}

/// A type as far as results need it.
struct KnownType: Sendable, Equatable {
  /// As in SQL: `int4`, `text[]`, `shop.mood`.
  var name: String
  /// Of the value, or of each element where it is an array.
  var form: ValueForm
  /// What separates the elements of an array, `;` for boxes; nil: it is no array.
  var delimiter: UInt8?

  static let comma = UInt8(ascii: ",")
}
