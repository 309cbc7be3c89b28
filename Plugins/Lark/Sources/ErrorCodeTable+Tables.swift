/// Further codes of bases, sheets and mail.
extension ErrorCode {
  static let tables = baseInputs + baseLimits + baseTroubles + sheetInputs + mails

  private static let baseInputs = [
    ErrorCode(1_254_000, .arguments, "The request is not valid: check names and values."),
    ErrorCode(1_254_001, .arguments, "The request is not valid: check names and values."),
    ErrorCode(1_254_003, .arguments, "The token is not that of a base: give the base's link."),
    ErrorCode(1_254_004, .arguments, "The id is not that of a table: list the tables."),
    ErrorCode(1_254_005, .arguments, "The id is not that of a view: list the tables."),
    ErrorCode(1_254_006, .arguments, "The id is not that of a record: query the records."),
    ErrorCode(1_254_007, .arguments, "A value is empty where Lark wants one."),
    ErrorCode(1_254_009, .arguments, "The id is not that of a field: list the tables."),
    ErrorCode(1_254_010, .arguments, "The request is not valid: check the types of the values."),
    ErrorCode(1_254_012, .arguments, "That kind of field or view is not open to apps."),
    ErrorCode(1_254_013, .arguments, "The base has a table of that name: choose another one."),
    ErrorCode(1_254_014, .arguments, "The table has a field of that name: choose another one."),
    ErrorCode(1_254_015, .arguments, "A value does not fit its field: list the fields."),
    ErrorCode(1_254_016, .arguments, "The sort is not valid: sort by fields of the table."),
    ErrorCode(
      1_254_018, .arguments,
      "The filter is not valid: the operator or the value does not fit the type of the field."),
    ErrorCode(1_254_024, .arguments, "There is no field of such a name: list the fields."),
    ErrorCode(1_254_026, .arguments, "An option of a select field needs a name."),
    ErrorCode(1_254_028, .arguments, "A field needs a name."),
    ErrorCode(1_254_029, .arguments, "The name of the field is not allowed."),
    ErrorCode(1_254_031, .arguments, "The name of the base is not allowed."),
    ErrorCode(1_254_074, .arguments, "A two-way link takes record ids."),
    ErrorCode(1_254_702, .arguments, "There is no such base or folder."),
    ErrorCode(1_254_800, .arguments, "The request is not valid: check names and values."),
    ErrorCode(
      1_254_301, .arguments, "The base has no advanced permissions, or does not allow that."),
  ]

  private static let baseLimits = [
    ErrorCode(1_254_030, .arguments, "The answer is too large: ask for fewer records or fields."),
    ErrorCode(1_254_101, .arguments, "The table has too many views."),
    ErrorCode(1_254_102, .arguments, "There are too many files."),
    ErrorCode(1_254_106, .arguments, "The cell has too many attachments."),
    ErrorCode(1_254_107, .arguments, "The filter is too long: split it."),
    ErrorCode(1_254_108, .arguments, "There are too many fields to sort by."),
    ErrorCode(1_254_130, .arguments, "A cell is too large: shorten its value."),
  ]

  private static let baseTroubles = [
    ErrorCode(1_254_027, .access, "Whoever asks may not upload attachments there."),
    ErrorCode(1_254_036, .transient, "The base is being copied; try once more later."),
    ErrorCode(1_254_112, .rateLimit, "Wait a little, then try once more."),
    ErrorCode(1_254_607, .transient, "The base is not ready yet; try once more later."),
    ErrorCode(
      1_254_608, .arguments, "The same change came twice: look whether the first one is done."),
    ErrorCode(1_255_002, .transient, trouble), ErrorCode(1_255_003, .transient, trouble),
    ErrorCode(1_255_004, .transient, trouble), ErrorCode(1_255_005, .transient, trouble),
    ErrorCode(1_255_040, .transient, "Lark took too long: ask for less, or try once more later."),
  ]

  private static let sheetInputs = [
    ErrorCode(1_310_204, .arguments, "The request is not valid: check range and values."),
    ErrorCode(1_310_211, .arguments, "There is no such sheet: read_sheet lists them."),
    ErrorCode(1_310_242, .transient, "The spreadsheet is busy; try once more later."),
    ErrorCode(1_310_248, .arguments, "The regular expression is not valid."),
    ErrorCode(1_310_251, .arguments, "The request is not valid: check the token."),
    ErrorCode(1_315_201, .transient, trouble), ErrorCode(1_315_203, .transient, trouble),
    ErrorCode(1_315_210, .transient, trouble),
  ]

  /// Quotas come with the status of rate limits, but waiting does not help.
  private static let mails = [
    ErrorCode(1_230_001, .arguments, "Check the folder and the filter."),
    ErrorCode(1_234_008, .arguments, "Check the arguments."),
    ErrorCode(1_235_013, .arguments, "There is no such mailbox."),
    ErrorCode(1_236_002, .arguments, "The mail is not valid."),
    ErrorCode(1_236_003, .arguments, "The mail has too many recipients: split them."),
    ErrorCode(1_236_004, .arguments, "The mail has too many attachments."),
    ErrorCode(1_236_005, .arguments, "This mail was sent already: do not send it again."),
    ErrorCode(
      1_236_008, .setup, "The user has written to as many people outside as a day allows."),
    ErrorCode(
      1_236_009, .setup, "The company has written to as many people outside as a day allows."),
    ErrorCode(1_236_010, .setup, "The quota of mails is used up."),
    ErrorCode(1_236_012, .setup, "An administrator has restricted what the user may send."),
    ErrorCode(1_236_013, .setup, "The company's mail storage is full."),
    ErrorCode(1_236_014, .arguments, "Lark found risky content: reword the mail."),
    ErrorCode(1_236_017, .access, "The user may not send from that address."),
    ErrorCode(1_236_018, .arguments, "A recipient does not take mails: check the addresses."),
    ErrorCode(1_236_019, .transient, trouble),
  ]
}
