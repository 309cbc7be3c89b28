internal import JSON

/// One value of the settings and where it stands, for errors that name the place.
struct SettingsCursor: Sendable {
  /// `plugin.pg.settings.databases.main`.
  let path: String
  let value: JSONValue

  init(_ value: JSONValue, path: String = SettingsError.root) {
    self.value = value
    self.path = path
  }

  /// How much of a key that nobody knows is shown.
  private static let shownKeyCount = 60

  func wrong(_ text: String) -> SettingsError { SettingsError(path, text) }

  func gap(_ text: String) -> Gap { Gap(description: "\(path) \(text)") }

  /// The members of an object, which has no others than those `known`. One that is null counts as
  /// absent.
  func members(known: [String]) throws(SettingsError) -> [String: SettingsCursor] {
    var members: [String: SettingsCursor] = [:]
    for (key, member) in try entries() where !member.value.isNull {
      guard known.contains(key) else { throw member.wrong(Self.unknown(key, known)) }
      members[key] = member
    }
    return members
  }

  /// The members of an object whatever their keys, in order.
  func entries() throws(SettingsError) -> [(key: String, value: SettingsCursor)] {
    guard let object = value.object else { throw wrong("must be an object") }
    return object.members.map { key, value in
      (key, SettingsCursor(value, path: "\(path).\(key.prefix(Self.shownKeyCount))"))
    }
  }

  func text() throws(SettingsError) -> String {
    guard let text = value.string else { throw wrong("must be a string") }
    guard !text.utf8.contains(0) else { throw wrong("must not hold a NUL character") }
    return text
  }

  /// A string that is not empty.
  func words() throws(SettingsError) -> String {
    let text = try text()
    guard !text.isEmpty else { throw wrong("must not be empty") }
    return text
  }

  func bool() throws(SettingsError) -> Bool {
    guard let bool = value.bool else { throw wrong("must be true or false") }
    return bool
  }

  func integer(_ range: ClosedRange<Int>) throws(SettingsError) -> Int {
    guard let number = value.integer, let integer = Int(exactly: number), range.contains(integer)
    else {
      throw wrong("must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return integer
  }

  func elements() throws(SettingsError) -> [SettingsCursor] {
    guard let array = value.array else { throw wrong("must be an array") }
    return array.enumerated().map { SettingsCursor($1, path: "\(path)[\($0)]") }
  }

  func texts() throws(SettingsError) -> [String] {
    var texts: [String] = []
    for element in try elements() { texts.append(try element.words()) }
    return texts
  }

  /// One of a few words.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ type: Choice.Type
  ) throws(SettingsError) -> Choice {
    guard let text = value.string, let choice = Choice(rawValue: text) else {
      throw wrong("must be \(Self.listed(type.allCases.map { "\"\($0.rawValue)\"" }))")
    }
    return choice
  }

  /// `a, b or c`.
  private static func listed(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  private static func unknown(_ key: String, _ known: [String]) -> String {
    if let nearest = NearestKey.of(key, among: known) {
      return "is not a setting; did you mean \(nearest)?"
        + " There are \(known.joined(separator: ", "))"
    }
    return "is not a setting; there are \(known.joined(separator: ", "))"
  }
}
