/// Why a configuration is refused: file, line and column, what was wrong there, what would be
/// right.
/// Never quotes the value of a setting.
struct ConfigurationError: Error, Equatable, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
