internal import PluginKit

/// Whose mail: that of the user who is calling, or a mailbox by its address.
enum Mailbox {
  static let own = "me"

  /// Before anything is asked: the own mailbox is a user's, which the bot has none of.
  static func checked(
    _ text: String?, _ endpoint: Endpoint, purpose: String, _ client: LarkClient,
    _ context: CallContext
  ) throws(LarkFailure) -> String {
    let mailbox = text?.trimmingSpaces.nonEmpty ?? own
    guard mailbox == own || MailAddress.isAddress(mailbox) else {
      throw .argument("mailbox: write the address of a mailbox, or leave it out for one's own.")
    }
    let request = APIRequest(endpoint, purpose: purpose)
    if mailbox == own, try client.identity(for: request, context) == .bot {
      throw .needsUser(purpose: purpose)
    }
    return mailbox
  }
}
