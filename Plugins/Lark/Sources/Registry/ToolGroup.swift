/// What a tool is about.
enum ToolGroup: String, Sendable, CaseIterable {
  case im, people, calendar, docs, wiki, drive, base, sheets, tasks, approval, meetings, mail
  /// The connection to Lark itself.
  case access
}

/// A set of groups that the operator names in the setting `presets`.
enum ToolPreset: String, Sendable, CaseIterable {
  /// The tools that are listed where nothing is set.
  case `default`
  case im, calendar, docs, base, tasks, all

  var groups: Set<ToolGroup> {
    switch self {
    case .default, .all: Set(ToolGroup.allCases)
    case .im: [.im, .people]
    case .calendar: [.calendar, .people, .meetings]
    case .docs: [.docs, .wiki, .drive, .sheets]
    case .base: [.base, .sheets]
    case .tasks: [.tasks, .approval, .people]
    }
  }
}
