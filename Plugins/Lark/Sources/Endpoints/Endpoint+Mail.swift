/// Endpoints of Lark for mailboxes.
extension Endpoint {
  static let sendMail = Endpoint(
    "send_mail", .post, "/open-apis/mail/v1/user_mailboxes/:user_mailbox_id/messages/send",
    .user, .tier3, .write,
    scopes: ["mail:user_mailbox.message:send"])

  static let listMail = Endpoint(
    "list_mail", .get, "/open-apis/mail/v1/user_mailboxes/:user_mailbox_id/messages",
    .botOrUser, .tier7, .read,
    scopes: ["mail:user_mailbox.message:readonly"])

  static let getMail = Endpoint(
    "get_mail", .get, "/open-apis/mail/v1/user_mailboxes/:user_mailbox_id/messages/:message_id",
    .botOrUser, .tier3, .read,
    scopes: ["mail:user_mailbox.message:readonly"])

  static let mail: [Endpoint] = [
    .sendMail, .listMail, .getMail,
  ]
}
