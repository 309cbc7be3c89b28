internal import JSON

/// One value of the settings and where it stands, for errors that name the place.
struct SettingsCursor: Sendable {
  /// `plugin.remote.settings.targets.files`.
  let path: String
  let value: JSONValue

  init(_ value: JSONValue, path: String = SettingsError.root) {
    self.value = value
    self.path = path
  }

  func wrong(_ text: String) -> SettingsError { SettingsError(path, text) }

  func gap(_ text: String) -> Gap { Gap(description: "\(path) \(text)") }

  /// What is missing at a place where a string that is not empty is needed; nil where it is there.
  static func gap(_ member: SettingsCursor?, _ key: String, in whole: SettingsCursor)
    throws(SettingsError) -> Gap?
  {
    guard let member, !member.value.isNull else {
      return Gap(description: "\(whole.path).\(key) is missing")
    }
    return try member.text().isEmpty ? member.gap("is empty") : nil
  }

  /// The members of an object, which has no others than those `known`. One that is null counts as
  /// absent.
  func members(known: [String]) throws(SettingsError) -> [String: SettingsCursor] {
    var members: [String: SettingsCursor] = [:]
    for (key, member) in try entries() where !member.value.isNull {
      guard known.contains(key) else {
        let shown = String(key.prefix(60))
        throw SettingsError(
          "\(path).\(shown)", "is not a setting; there are \(known.joined(separator: ", "))")
      }
      members[key] = member
    }
    return members
  }

  /// The members of an object whatever their keys, in order.
  func entries() throws(SettingsError) -> [(key: String, value: SettingsCursor)] {
    guard let object = value.object else { throw wrong("must be an object") }
    return object.members.map { key, value in
      (key, SettingsCursor(value, path: "\(path).\(key.prefix(60))"))
    }
  }

  func text() throws(SettingsError) -> String {
    guard let text = value.string else { throw wrong("must be a string") }
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
}
