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

  static let getMails = Endpoint(
    "get_mails", .post, "/open-apis/mail/v1/user_mailboxes/:user_mailbox_id/messages/batch_get",
    .botOrUser, .tier7, .read,
    scopes: ["mail:user_mailbox.message:readonly"])

  static let searchMail = Endpoint(
    "search_mail", .post, "/open-apis/mail/v1/user_mailboxes/:user_mailbox_id/search",
    .user, .unstated, .read)

  static let mail: [Endpoint] = [
    .sendMail, .listMail, .getMail, .getMails, .searchMail,
  ]
}
