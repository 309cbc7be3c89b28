/// Which tools are listed, by the settings `presets`, `allow`, `deny` and `readOnly`.
struct ToolSelection: Sendable, Equatable {
  var presets: [ToolPreset] = [.default]
  /// Patterns of names that are listed besides.
  var allow: [String] = []
  /// Patterns of names that are not listed, whatever else names them.
  var deny: [String] = []
  var readOnly = false

  func includes(_ tool: LarkTool) -> Bool {
    guard !readOnly || tool.effect == .reads else { return false }
    guard !ToolSelection.matches(deny, tool.name) else { return false }
    return isOffered(tool) || ToolSelection.matches(allow, tool.name)
  }

  private func isOffered(_ tool: LarkTool) -> Bool {
    switch tool.offer {
    case .always: true
    case .byDefault: presets.contains { $0.groups.contains(tool.group) }
    case .inPresets: presets.contains { $0 != .default && $0.groups.contains(tool.group) }
    case .onlyIfAllowed: false
    }
  }

  /// Patterns may have the prefix under which the tools are listed.
  static func matches(_ patterns: [String], _ name: String) -> Bool {
    patterns.contains { pattern in
      glob(pattern, matches: name) || glob(pattern, matches: "\(LarkPlugin.name)_\(name)")
    }
  }
}

/// Whether the whole name fits a pattern with `*` for any characters and `?` for one.
func glob(_ pattern: String, matches name: String) -> Bool {
  let pattern = Array(pattern.utf8)
  let name = Array(name.utf8)
  var (at, position) = (0, 0)
  var star: (at: Int, position: Int)?
  while position < name.count {
    if at < pattern.count, pattern[at] == 0x2A {
      star = (at, position)
      at += 1
    } else if at < pattern.count, pattern[at] == 0x3F || pattern[at] == name[position] {
      (at, position) = (at + 1, position + 1)
    } else if let last = star {
      star = (last.at, last.position + 1)
      (at, position) = (last.at + 1, last.position + 1)
    } else {
      return false
    }
  }
  return pattern[at...].allSatisfy { $0 == 0x2A }
}
