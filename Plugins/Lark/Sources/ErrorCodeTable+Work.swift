/// Codes of tasks, approvals, meetings, people and mail.
extension ErrorCode {
  static let work = [
    ErrorCode(121_001, .transient, trouble),
    ErrorCode(121_004, .arguments, "There is no such meeting or room."),
    ErrorCode(121_005, .access, "Whoever asks has no access to that room or meeting."),
    ErrorCode(122_002, .arguments, "There is no such meeting."),
    ErrorCode(1_390_002, .arguments, "There is no such kind of approval."),
    ErrorCode(1_390_003, .arguments, "There is no such approval."),
    ErrorCode(1_390_009, .access, "Only those who take part in the approval can do that."),
    ErrorCode(1_390_010, .arguments, "There is no such approval task."),
    ErrorCode(1_390_016, .arguments, "The approval was deleted."),
    ErrorCode(
      1_470_403, .access,
      "Whoever asks may not touch that task: a member of it adds the app, or the user."),
    ErrorCode(1_470_404, .arguments, "There is no such task."),
    ErrorCode(1_470_400, .arguments, "Check the arguments; a reminder needs a due time."),
    ErrorCode(1_470_422, .transient, "The same task is being made right now."),
    ErrorCode(1_470_500, .transient, trouble),
    ErrorCode(1_470_613, .arguments, "A task takes only one reminder."),
    ErrorCode(1_390_001, .arguments, "Check the arguments, above all the form."),
    ErrorCode(1_390_004, .arguments, "The person is not known; write an e-mail address or ou_..."),
    ErrorCode(1_390_013, .arguments, "This kind of approval is started in Lark alone."),
    ErrorCode(1_390_015, .arguments, "This kind of approval is not in use."),
    ErrorCode(1_390_018, .arguments, "It asks for a signature by hand: decide it in Lark."),
    ErrorCode(1_395_001, .transient, trouble),
    ErrorCode(121_003, .arguments, "Check the ids and the times."),
    ErrorCode(124_002, .transient, "The recording is not ready; try once more later."),
    ErrorCode(2_091_001, .arguments, "Check the token of the minutes."),
    ErrorCode(2_091_003, .transient, "The minutes are not ready; try once more later."),
    ErrorCode(2_094_005, .arguments, "The page_token has expired: begin again without it."),
    ErrorCode(40003, .transient, trouble),
    ErrorCode(40015, .arguments, "There is no such department."),
    ErrorCode(1_230_002, .access, "The mailbox is not open to whoever asks."),
    ErrorCode(1_230_003, .transient, trouble),
    ErrorCode(1_234_013, .arguments, "There is no such mailbox."),
    ErrorCode(1_234_017, .access, "The mailbox is not open to whoever asks."),
    ErrorCode(1_234_034, .arguments, "There is no such mail."),
    ErrorCode(1_236_001, .arguments, "The mail is too large."),
    ErrorCode(1_236_007, .setup, "The user has sent as many mails as a day allows."),
    ErrorCode(2_091_002, .arguments, "There are no such minutes."),
    ErrorCode(2_091_004, .arguments, "The minutes were deleted."),
    ErrorCode(
      2_091_005, .access, "The minutes are not shared with whoever asks: their owner has to."),
    ErrorCode(2_091_006, .transient, trouble),
  ]

  static let trouble = "Lark had a problem; try once more later."
}
