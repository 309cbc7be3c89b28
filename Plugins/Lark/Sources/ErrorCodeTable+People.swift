extension ErrorCode {
  /// Of people and departments.
  static let people = [
    ErrorCode(40_001, .arguments, "Check the ids of people and departments."),
    ErrorCode(40_004, .access, departmentAccess), ErrorCode(40_014, .access, departmentAccess),
    ErrorCode(40_008, .arguments, "There is no such department."),
    ErrorCode(40_011, .arguments, "The page size is not valid."),
    ErrorCode(40_012, .arguments, "The page token is not valid; begin at the first page."),
    ErrorCode(41_012, .arguments, "There is no such person; look the id up with find_people."),
    ErrorCode(
      41_050, .access,
      "The person is outside the app's contact scope; an administrator widens it in the console."),
    ErrorCode(
      43_010, .arguments, "The department is too large for all levels; ask level by level."),
    ErrorCode(48_001, .arguments, "Check the words of the search."),
    ErrorCode(48_002, .transient, "Lark had a problem; try once more later."),
  ]

  private static let departmentAccess =
    "The department is outside the app's contact scope; an administrator widens it in the console "
    + "(the whole company, \"0\", needs the scope of all staff)."
}
