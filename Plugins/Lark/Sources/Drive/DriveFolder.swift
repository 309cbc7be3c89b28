internal import JSON

/// The folder that an argument names.
enum DriveFolder {
  /// The token; empty where no folder is named.
  static func token(_ text: String?, _ argument: String) throws(LarkFailure) -> String {
    guard let text = text?.nonEmpty else { return "" }
    guard let reference = LarkReference(parsing: text),
      reference.kind == .folder || reference.kind == .unknown
    else { throw .argument("\(argument): write a link or token of a folder.") }
    return reference.token
  }

  /// The token as it is, or that of the topmost folder of whoever asks.
  static func orRoot(
    _ token: String, _ client: LarkClient, _ context: CallContext
  ) async throws(LarkFailure) -> String {
    guard token.isEmpty else { return token }
    let payload = try await client.send(
      APIRequest(.rootFolder, purpose: "find the topmost folder"), context)
    guard let root = payload["token"]?.nonEmptyString else {
      throw .unreadable(purpose: "find the topmost folder", status: 200, logID: nil)
    }
    return root
  }
}
