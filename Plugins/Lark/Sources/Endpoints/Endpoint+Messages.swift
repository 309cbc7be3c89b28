/// Endpoints of Lark for messages and chats.
extension Endpoint {
  static let sendMessage = Endpoint(
    "send_message", .post, "/open-apis/im/v1/messages",
    .botOrUser, .tier4, .write(.body("uuid")),
    scopes: ["im:message", "im:message:send_as_bot", "im:message:send"])

  static let replyMessage = Endpoint(
    "reply_message", .post, "/open-apis/im/v1/messages/:message_id/reply",
    .botOrUser, .tier4, .write(.body("uuid")),
    scopes: ["im:message", "im:message:send_as_bot", "im:message:send"])

  static let getMessage = Endpoint(
    "get_message", .get, "/open-apis/im/v1/messages/:message_id",
    .botOrUser, .tier4, .read,
    scopes: ["im:message", "im:message:readonly"])

  static let listMessages = Endpoint(
    "list_messages", .get, "/open-apis/im/v1/messages",
    .botOrUser, .tier4, .read,
    scopes: ["im:message", "im:message:readonly", "im:message.history:readonly"])

  static let editMessage = Endpoint(
    "edit_message", .put, "/open-apis/im/v1/messages/:message_id",
    .bot, .tier4, .repeatableWrite,
    scopes: ["im:message", "im:message:send_as_bot", "im:message:update"])

  static let updateCard = Endpoint(
    "update_card", .patch, "/open-apis/im/v1/messages/:message_id",
    .botOrUser, .tier4, .repeatableWrite,
    scopes: ["im:message", "im:message:send_as_bot", "im:message:update"])

  static let recallMessage = Endpoint(
    "recall_message", .delete, "/open-apis/im/v1/messages/:message_id",
    .botOrUser, .tier4, .repeatableWrite,
    scopes: ["im:message", "im:message:recall", "im:message:send_as_bot"])

  static let forwardMessage = Endpoint(
    "forward_message", .post, "/open-apis/im/v1/messages/:message_id/forward",
    .botOrPerhapsUser, .tier4, .write(.query("uuid")),
    scopes: ["im:message", "im:message:send_as_bot"])

  static let searchMessages = Endpoint(
    "search_messages", .post, "/open-apis/search/v2/message",
    .user, .tier4, .read,
    scopes: ["search:message"])

  static let searchMessagesV2 = Endpoint(
    "search_messages_v2", .post, "/open-apis/im/v1/messages/search",
    .userOrPerhapsBot, .unstated, .read)

  static let messageReadUsers = Endpoint(
    "message_read_users", .get, "/open-apis/im/v1/messages/:message_id/read_users",
    .botOrPerhapsUser, .tier4, .read,
    scopes: ["im:message", "im:message:readonly", "im:message:basic"])

  static let addReaction = Endpoint(
    "add_reaction", .post, "/open-apis/im/v1/messages/:message_id/reactions",
    .botOrUser, .tier4, .write,
    scopes: ["im:message", "im:message.reactions:write_only"])

  static let downloadMessageResource = Endpoint(
    "download_message_resource", .get, "/open-apis/im/v1/messages/:message_id/resources/:file_key",
    .botOrPerhapsUser, .tier4, .read,
    scopes: ["im:message", "im:message:readonly", "im:message.history:readonly"])

  static let uploadImage = Endpoint(
    "upload_image", .post, "/open-apis/im/v1/images",
    .botOrPerhapsUser, .tier4, .write,
    scopes: ["im:resource", "im:resource:upload"])

  static let uploadImFile = Endpoint(
    "upload_im_file", .post, "/open-apis/im/v1/files",
    .botOrPerhapsUser, .tier4, .write,
    scopes: ["im:resource", "im:resource:upload"])

  static let listChats = Endpoint(
    "list_chats", .get, "/open-apis/im/v1/chats",
    .botOrUser, .tier4, .read,
    scopes: ["im:chat", "im:chat:readonly", "im:chat:read", "im:chat.group_info:readonly"])

  static let searchChats = Endpoint(
    "search_chats", .get, "/open-apis/im/v1/chats/search",
    .botOrUser, .tier4, .read,
    scopes: ["im:chat", "im:chat:readonly", "im:chat:read", "im:chat.group_info:readonly"])

  static let getChat = Endpoint(
    "get_chat", .get, "/open-apis/im/v1/chats/:chat_id",
    .botOrUser, .tier4, .read,
    scopes: ["im:chat", "im:chat:read", "im:chat:readonly"])

  static let createChat = Endpoint(
    "create_chat", .post, "/open-apis/im/v1/chats",
    .botOrPerhapsUser, .tier4, .write(.query("uuid")),
    scopes: ["im:chat", "im:chat:create"])

  static let updateChat = Endpoint(
    "update_chat", .put, "/open-apis/im/v1/chats/:chat_id",
    .botOrUser, .tier4, .repeatableWrite,
    scopes: ["im:chat", "im:chat:update"])

  static let listChatMembers = Endpoint(
    "list_chat_members", .get, "/open-apis/im/v1/chats/:chat_id/members",
    .botOrUser, .tier4, .read,
    scopes: ["im:chat", "im:chat:readonly", "im:chat.members:read", "im:chat.group_info:readonly"])

  static let addChatMembers = Endpoint(
    "add_chat_members", .post, "/open-apis/im/v1/chats/:chat_id/members",
    .botOrUser, .tier4, .repeatableWrite,
    scopes: ["im:chat", "im:chat.members:write_only"])

  static let removeChatMembers = Endpoint(
    "remove_chat_members", .delete, "/open-apis/im/v1/chats/:chat_id/members",
    .botOrUser, .tier4, .repeatableWrite,
    scopes: ["im:chat", "im:chat.members:write_only"])

  static let urgentMessage = Endpoint(
    "urgent_message", .patch, "/open-apis/im/v1/messages/:message_id/urgent_app",
    .bot, .tier4, .write,
    scopes: ["im:message.urgent", "im:message.urgent:app_send"])

  static let urgentSms = Endpoint(
    "urgent_sms", .patch, "/open-apis/im/v1/messages/:message_id/urgent_sms",
    .bot, .tier4, .write,
    scopes: ["im:message.urgent:sms", "im:message.urgent:sms_send"])

  static let urgentPhone = Endpoint(
    "urgent_phone", .patch, "/open-apis/im/v1/messages/:message_id/urgent_phone",
    .bot, .tier4, .write,
    scopes: ["im:message.urgent:phone", "im:message.urgent:phone_send"])

  static let listReactions = Endpoint(
    "list_reactions", .get, "/open-apis/im/v1/messages/:message_id/reactions",
    .botOrUser, .tier4, .read,
    scopes: ["im:message.reactions:read", "im:message:readonly"])

  static let removeReaction = Endpoint(
    "remove_reaction", .delete, "/open-apis/im/v1/messages/:message_id/reactions/:reaction_id",
    .botOrUser, .tier4, .repeatableWrite,
    scopes: ["im:message", "im:message.reactions:write_only"])

  static let pinMessage = Endpoint(
    "pin_message", .post, "/open-apis/im/v1/pins",
    .botOrUser, .tier4, .repeatableWrite,
    scopes: ["im:message", "im:message.pins:write_only", "im:message:send_as_bot"])

  static let unpinMessage = Endpoint(
    "unpin_message", .delete, "/open-apis/im/v1/pins/:message_id",
    .botOrUser, .tier4, .repeatableWrite,
    scopes: ["im:message", "im:message.pins:write_only", "im:message:send_as_bot"])

  static let listPins = Endpoint(
    "list_pins", .get, "/open-apis/im/v1/pins",
    .botOrUser, .tier4, .read,
    scopes: ["im:message", "im:message.pins:read", "im:message:readonly"])

  static let messages: [Endpoint] = [
    .sendMessage, .replyMessage, .getMessage, .listMessages, .editMessage, .updateCard,
    .recallMessage, .forwardMessage, .searchMessages, .searchMessagesV2, .messageReadUsers,
    .addReaction, .downloadMessageResource, .uploadImage, .uploadImFile, .listChats, .searchChats,
    .getChat, .createChat, .updateChat, .listChatMembers, .addChatMembers, .removeChatMembers,
    .urgentMessage, .urgentSms, .urgentPhone, .listReactions, .removeReaction, .pinMessage,
    .unpinMessage, .listPins,
  ]
}
