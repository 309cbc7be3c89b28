extension ErrorCode {
  /// Of messages, reactions, pins and chats, besides those of sending.
  static let chats = messageStates + reactions + chatChanges + uploads

  private static let messageStates = [
    ErrorCode(230_009, .arguments, "It is too late to recall that message."),
    ErrorCode(230_012, .access, "Only messages that the bot sent itself can be asked about."),
    ErrorCode(230_023, .arguments, "The person has too many unread urgent messages already."),
    ErrorCode(230_024, .setup, "The tenant's quota of urgent messages is used up; stop."),
    ErrorCode(
      230_026, .access,
      "Only the sender recalls a message, or a bot that owns or administrates the group."),
    ErrorCode(230_031, .arguments, "Cards can be changed for 14 days; send a new one."),
    ErrorCode(230_033, .arguments, "Who has read a message can be asked for 7 days."),
    ErrorCode(230_045, .arguments, "There is no such chat."),
    ErrorCode(230_046, .access, "The group's settings do not allow pins; ask its owner."),
    ErrorCode(230_047, .rateLimit, pause), ErrorCode(230_048, .rateLimit, pause),
    ErrorCode(230_052, .arguments, "That message cannot be urged."),
    ErrorCode(230_061, .arguments, "That kind of message cannot be forwarded; send its content."),
    ErrorCode(230_062, .access, "Nothing can be forwarded into that encrypted group."),
    ErrorCode(230_063, .arguments, "There is no such chat to forward to."),
    ErrorCode(230_064, .arguments, "The message cannot be forwarded; check its id."),
    ErrorCode(230_065, .arguments, "The message was recalled."),
    ErrorCode(230_066, .access, "Messages of secret groups cannot be forwarded."),
    ErrorCode(230_070, .access, "The chat is restricted: its messages cannot be forwarded."),
    ErrorCode(
      230_073, .access, "The thread is not visible, or its group does not let messages be edited."),
    ErrorCode(230_074, .access, "The target is not visible, or its group is encrypted."),
    ErrorCode(230_098, .arguments, "That message is folded and cannot be urged."),
    ErrorCode(230_110, .arguments, "The message was deleted."),
    ErrorCode(231_203, .arguments, "That kind of chat cannot be read."),
    ErrorCode(231_204, .setup, "That kind of app cannot read chats."),
    ErrorCode(1_278_001, .arguments, "Check the words, the ids and the times."),
    ErrorCode(1_278_002, .transient, "Lark had a problem; try once more later."),
  ]

  private static let reactions = [
    ErrorCode(
      231_001, .arguments,
      "There is no such reaction: names are Lark's own, such as THUMBSUP, OK, DONE, HEART."),
    ErrorCode(231_002, .access, "One may not react to that message; check the membership."),
    ErrorCode(231_003, .arguments, "There is no such message."),
    ErrorCode(231_004, .arguments, "The chat of the message does not exist any more."),
    ErrorCode(231_005, .arguments, "The thread of the message was removed."),
    ErrorCode(231_007, .access, "Only one's own reactions can be removed."),
    ErrorCode(231_008, .access, "The message is not to be seen; have a member add the bot."),
    ErrorCode(231_010, .arguments, "The reaction is not one to that message."),
    ErrorCode(231_011, .arguments, "There is no such reaction any more."),
    ErrorCode(231_012, .arguments, "The page token is not valid; begin at the first page."),
    ErrorCode(231_015, .transient, "The same reaction is being added right now."),
    ErrorCode(231_017, .arguments, "That kind of message takes no reactions."),
    ErrorCode(231_018, .access, "The message is not visible."),
    ErrorCode(231_019, .access, "The person's settings do not let one react."),
    ErrorCode(231_020, .access, "The tenant's settings do not let one react."),
    ErrorCode(231_021, .access, "Chats with other tenants cannot be touched."),
    ErrorCode(231_022, .access, "The person is outside the app's availability."),
  ]

  private static let chatChanges = [
    ErrorCode(232_001, .arguments, "Check the chat id, the people and the values."),
    ErrorCode(
      232_002, .access, "Only the group's owner or an administrator may change that; ask them."),
    ErrorCode(232_004, .setup, "There is no such app; check plugin.lark.settings.appId."),
    ErrorCode(232_006, .arguments, "There is no such chat; find_chat looks it up."),
    ErrorCode(232_007, .arguments, "There is no such chat or person."),
    ErrorCode(232_008, .arguments, "That kind of chat cannot be changed."),
    ErrorCode(232_010, .access, "The chat belongs to another tenant."),
    ErrorCode(232_011, .access, "The bot (or user) is not in that group: have a member add it."),
    ErrorCode(232_012, .arguments, "The new owner has to be a member first; add them."),
    ErrorCode(232_013, .arguments, "The chat has as many members as it can have."),
    ErrorCode(232_014, .access, "Only the owner or an administrator removes members."),
    ErrorCode(232_016, .access, "Only the owner or an administrator may change that part."),
    ErrorCode(
      232_017, .access, "The group lets only its owner or administrators add members; ask them."),
    ErrorCode(232_020, .arguments, "The name of a public chat has two characters at least."),
    ErrorCode(232_021, .arguments, "There is no such bot."),
    ErrorCode(232_022, .arguments, "One of the people has left the company."),
    ErrorCode(232_023, .arguments, "The tenant's review stopped the new name or description."),
    ErrorCode(
      232_024, .access, "Somebody is outside the app's availability; an administrator widens it."),
    ErrorCode(232_025, .setup, "Turn on the bot ability of the app and publish a version."),
    ErrorCode(232_026, .arguments, "A public chat has that name already."),
    ErrorCode(232_027, .arguments, "None of the ids is one of a member that is possible."),
    ErrorCode(232_028, .arguments, "People of other companies cannot join an internal chat."),
    ErrorCode(232_029, .arguments, "Nobody would be left to own the chat; name an owner first."),
    ErrorCode(232_030, .arguments, "There is no such person; find_people looks people up."),
    ErrorCode(232_031, .arguments, "The new owner belongs to another company."),
    ErrorCode(232_032, .arguments, "The owner belongs to another company."),
    ErrorCode(232_033, .access, "The app may not manage chats with other companies."),
    ErrorCode(232_034, .setup, "The app is not enabled in this tenant."),
    ErrorCode(232_035, .arguments, "There is no such owner."),
    ErrorCode(232_042, .arguments, "A public chat needs a name."),
    ErrorCode(232_043, .arguments, "Some ids are not valid; find_people looks people up."),
    ErrorCode(232_044, .arguments, "The tenant's limit of members per chat is reached."),
    ErrorCode(232_068, .transient, "The chat is being created right now."),
    ErrorCode(232_069, .arguments, "That kind of chat cannot become public."),
    ErrorCode(232_076, .arguments, "The owner cannot be removed; hand the chat over first."),
    ErrorCode(232_090, .arguments, "That kind of chat takes no members this way."),
  ]

  private static let uploads = [
    ErrorCode(232_096, .transient, "Lark takes no uploads right now; try once more later."),
    ErrorCode(234_001, .arguments, "Check the file and its name."),
    ErrorCode(234_006, .arguments, "At most 10 MB an image, 30 MB a file."),
    ErrorCode(234_007, .setup, "Turn on the bot ability of the app and publish a version."),
    ErrorCode(234_010, .arguments, "The file is empty."),
    ErrorCode(234_011, .arguments, "That is no image that Lark knows; give it another name."),
    ErrorCode(234_039, .arguments, "At most 12000 x 12000 pixels (GIF: 2000 x 2000)."),
    ErrorCode(234_043, .arguments, "Files of that kind of message cannot be downloaded."),
  ]

  private static let pause = "Wait a little, then try once more."
}
