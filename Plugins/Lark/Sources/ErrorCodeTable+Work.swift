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
