/// Minutes: by their token, or by a link to them.
enum MinutesReference {
  static func token(_ text: String) throws(LarkFailure) -> String {
    if let reference = LarkReference(parsing: text),
      [.minutes, .unknown].contains(reference.kind), reference.token.utf8.count >= 8
    {
      return reference.token
    }
    throw .argument("minutes: write a link \".../minutes/ob...\", or the token in it.")
  }
}
