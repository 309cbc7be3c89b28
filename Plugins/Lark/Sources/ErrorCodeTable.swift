extension ErrorCode {
  /// The codes that the tools of this plugin meet, from Lark's pages of general error codes and of
  /// the endpoints used.
  static let table: [ErrorCode] =
    authentication + logins + unknownIDs + limits + messages + chats + people + calendars
    + documents + files + bases + sheets + tables + work

  private static let authentication = [
    ErrorCode(10003, .setup, "Check plugin.lark.settings.appId and appSecret."),
    ErrorCode(
      10014, .setup, "Check plugin.lark.settings.appId and appSecret, and the app's state."),
    ErrorCode(10015, .setup, "plugin.lark.settings.appSecret does not belong to the app id."),
    ErrorCode(
      99_991_543, .setup,
      "Check plugin.lark.settings.appId, appSecret and brand: apps belong to Feishu or to Lark."),
    ErrorCode(99_991_661, .token, "The request carried no token; report this as a bug."),
    ErrorCode(99_991_671, .token, "The token has a wrong format; report this as a bug."),
    ErrorCode(
      tokenNotTaken, .token,
      "Lark took neither the app's token nor a new one. Either this API is for users only: run "
        + "lark_login, or send a user access token with the request. Or the app is not enabled: "
        + "lark_doctor tells."),
    ErrorCode(99_991_664, .token, "The app's token is not accepted; check the app's state."),
    ErrorCode(99_991_665, .token, "The tenant's token is not accepted; check the app's state."),
    ErrorCode(
      99_991_668, .identity,
      "This API takes a user's identity; the plugin acts as the app's bot."),
    ErrorCode(99_991_677, .token, "The user's token has expired."),
    ErrorCode(1_274_011, .identity, "This search takes a user's identity; the plugin is a bot."),
    ErrorCode(
      99_991_672, .scope, "An administrator has to grant the app one of the permissions (scopes)."),
    ErrorCode(
      99_991_676, .scope, "An administrator has to grant the app one of the permissions (scopes)."),
    ErrorCode(
      99_991_679, .scope, "An administrator has to grant the app one of the permissions (scopes)."),
    ErrorCode(99_991_662, .setup, "The app is disabled; an administrator enables it."),
    ErrorCode(99_991_673, .setup, "The app is not installed in this tenant."),
    ErrorCode(
      99_991_401, .setup, "Add the egress address of this server to the app's IP allowlist."),
    ErrorCode(99_991_403, .setup, "The tenant's monthly quota of API calls is used up; stop."),
    ErrorCode(9499, .arguments, "Change the arguments named below."),
    ErrorCode(99_992_402, .arguments, "Change the arguments named below."),
  ]

  private static let logins = [
    ErrorCode(20002, .setup, "plugin.lark.settings.appSecret does not belong to the app id."),
    ErrorCode(20005, .token, "The user's token is not valid."),
    ErrorCode(20008, .setup, "The user is not in the company any more."),
    ErrorCode(20010, .setup, "The user is outside the app's availability."),
    ErrorCode(20026, .setup, "The login is over: run lark_login."),
    ErrorCode(20037, .setup, "The login is over: run lark_login."),
    ErrorCode(20050, .transient, "Lark had a problem; try once more later."),
    ErrorCode(20064, .setup, "The login was revoked: run lark_login."),
    ErrorCode(
      20068, .setup, "The app may not ask for one of these scopes: grant it in the console first."),
    ErrorCode(20072, .transient, "Lark had a problem; try once more later."),
    ErrorCode(20073, .setup, "The refresh token was used before: run lark_login."),
    ErrorCode(20074, .setup, "Turn on refreshing of user tokens in the app's security settings."),
  ]

  private static let unknownIDs = (99_992_351...99_992_364).map { code in
    ErrorCode(Int64(code), .arguments, otherApp)
  }

  private static let otherApp =
    "The id does not exist for this app (open ids differ from app to app, and ids of other tenants "
    + "do not work): use the e-mail address, or look the id up again with this app."

  private static let limits = [
    ErrorCode(99_991_400, .rateLimit, pause), ErrorCode(11232, .rateLimit, pause),
    ErrorCode(11233, .rateLimit, pause), ErrorCode(11247, .rateLimit, pause),
    ErrorCode(230_020, .rateLimit, "At most 5 messages a second go to one chat. \(pause)"),
    ErrorCode(190_004, .rateLimit, pause), ErrorCode(190_005, .rateLimit, pause),
    ErrorCode(190_010, .rateLimit, pause), ErrorCode(1_277_001, .rateLimit, pause),
    ErrorCode(1_061_045, .rateLimit, pause), ErrorCode(131_009, .rateLimit, pause),
    ErrorCode(1_254_290, .rateLimit, pause), ErrorCode(1_254_291, .rateLimit, pause),
    ErrorCode(1_063_006, .rateLimit, pause), ErrorCode(1_066_002, .rateLimit, pause),
    ErrorCode(1_069_923, .rateLimit, pause), ErrorCode(1_310_217, .rateLimit, pause),
    ErrorCode(1_310_235, .rateLimit, pause), ErrorCode(1_236_006, .rateLimit, pause),
    ErrorCode(232_019, .rateLimit, pause),
  ]

  private static let pause = "Wait a little, then try once more."

  private static let messages = [
    ErrorCode(230_001, .arguments, "Check the recipient and the content."),
    ErrorCode(230_002, .access, "The bot is not in that group: have a member add it."),
    ErrorCode(230_006, .setup, "Turn on the bot ability of the app and publish a version."),
    ErrorCode(230_011, .arguments, "The message was recalled: send a new one instead of a reply."),
    ErrorCode(
      230_013, .access,
      "The person is outside the app's availability; an administrator widens it."),
    ErrorCode(230_015, .arguments, "A one-to-one chat cannot be shared."),
    ErrorCode(
      230_017, .access, "The file or image belongs to another app; upload it with this one."),
    ErrorCode(230_018, .access, "The group's settings do not let the bot speak there."),
    ErrorCode(230_019, .arguments, "The topic does not exist any more."),
    ErrorCode(230_022, .arguments, "Lark found sensitive content; reword the message."),
    ErrorCode(230_025, .arguments, "The message is too long; shorten it."),
    ErrorCode(
      230_027, .access, "The bot may not do this in that chat; check its membership and its scopes."
    ),
    ErrorCode(230_028, .arguments, "The tenant's content audit stopped the message; reword it."),
    ErrorCode(230_029, .arguments, "The person has left the company."),
    ErrorCode(
      230_034, .arguments,
      "The recipient does not exist; check the id, and that it comes from this app and tenant."),
    ErrorCode(230_035, .access, "The bot may not send there; ask the group's owner."),
    ErrorCode(230_036, .setup, "The tenant's encryption key was deleted."),
    ErrorCode(230_038, .access, "A bot cannot write to people of another tenant one to one."),
    ErrorCode(230_049, .transient, "The same message is being sent right now."),
    ErrorCode(230_050, .access, "The bot cannot see the message to reply to."),
    ErrorCode(230_053, .access, "The person has stopped messages from this bot."),
    ErrorCode(230_054, .arguments, "That chat does not take this kind of message; send text."),
    ErrorCode(230_055, .arguments, "The file's type does not fit the message's type."),
    ErrorCode(
      230_071, .arguments,
      "A reply: that group has no topics to reply in. An edit: only the sender edits a message."),
    ErrorCode(
      230_072, .arguments,
      "A reply: merged messages take none in a topic. An edit: 20 are all that a message takes."),
    ErrorCode(
      230_075, .arguments,
      "A reply: encrypted messages are not supported. An edit: it is too late for that message."),
    ErrorCode(
      230_099, .arguments,
      "The card is not valid. ErrCode 11310: too many tables or elements; 100290: a person who "
        + "does not exist is mentioned; 200380: there is no such template."),
    ErrorCode(230_111, .arguments, "The message is about to vanish; send a new one."),
    ErrorCode(232_009, .arguments, "The group was dissolved."),
  ]

  private static let calendars = [
    ErrorCode(190_002, .arguments, "Check the calendar id, the person and the times."),
    ErrorCode(190_003, .transient, "Lark had a problem; try once more later."),
    ErrorCode(190_006, .setup, "Check plugin.lark.settings.appId and appSecret."),
    ErrorCode(190_007, .setup, "Turn on the bot ability of the app and publish a version."),
    ErrorCode(190_011, .setup, "The tenant's encryption key was deleted."),
    ErrorCode(190_012, .setup, "The tenant's encryption key was deleted."),
    ErrorCode(190_014, .arguments, "Check the person and the times."),
    ErrorCode(191_000, .arguments, "There is no such calendar; check its id."),
    ErrorCode(191_001, .arguments, "The calendar id has a wrong form."),
    ErrorCode(
      191_002, .access,
      "The bot has no access to that calendar: its owner shares it with the app as a reader."),
    ErrorCode(191_003, .arguments, "The calendar was deleted."),
    ErrorCode(191_004, .arguments, "Only primary and shared calendars can be read."),
    ErrorCode(190_008, .arguments, "The page_token has expired: begin again without it."),
    ErrorCode(190_013, .arguments, "Lark found risky content; reword it."),
    ErrorCode(193_000, .arguments, "The event id has a wrong form."),
    ErrorCode(193_001, .arguments, "There is no such event in that calendar."),
    ErrorCode(193_002, .access, "Only the event's organizer, or who may edit the calendar, can."),
    ErrorCode(193_003, .arguments, "The event was deleted."),
    ErrorCode(194_000, .arguments, "There is no such attendee."),
    ErrorCode(194_001, .access, "The event hides its attendees."),
    ErrorCode(194_002, .access, "The event's organizer does not let others invite."),
    ErrorCode(194_003, .access, "Only the organizer removes attendees."),
    ErrorCode(193_103, .arguments, "Ask for a shorter time."),
    ErrorCode(193_104, .arguments, "Ask for a shorter time: there are too many events."),
    ErrorCode(195_100, .arguments, "The person has left the company or belongs to another one."),
    ErrorCode(198_001, .arguments, "Ask for fewer people."),
  ]
}
