import PluginKit
import Testing

@testable import Postgres

@Suite struct SkillTests {
  private static let usual: Set = ["query", "search_objects", "describe", "explain", "connections"]
  private static let administrative: Set = ["health", "top_queries", "activity", "advise_indexes"]

  /// What follows `pg_` in a text.
  private static func tools(in text: String) -> Set<String> {
    var names: Set<String> = []
    for word in text.split(whereSeparator: { !($0.isASCII && $0.isLetter) && $0 != "_" })
    where word.hasPrefix("pg_") { names.insert(String(word.dropFirst(3))) }
    return names
  }

  @Test(arguments: Skill.all.indices)
  func onlyListedToolsAreNamed(_ index: Int) {
    let skill = Skill.all[index]
    let text = skill.filledIn([:], listed: Self.usual)
    #expect(!Self.tools(in: text).isEmpty)
    #expect(Self.tools(in: text).isSubset(of: Self.usual))
    for step in skill.steps {
      #expect(Self.tools(in: step.text).isSubset(of: step.tools))
    }
    #expect(Self.tools(in: skill.filledIn([:], listed: [])).isEmpty)
  }

  @Test func furtherToolsBringFurtherSteps() {
    let all = Self.usual.union(Self.administrative)
    for skill in [Skill.findSlow, .findSlowChinese] {
      let text = skill.filledIn([:], listed: all)
      #expect(Self.tools(in: text).isSuperset(of: ["top_queries", "activity", "advise_indexes"]))
      #expect(text.contains("\n8. "))
    }
  }

  @Test(arguments: Skill.all.indices)
  func whatIsLeftOutHasADefault(_ index: Int) {
    let skill = Skill.all[index]
    let text = skill.filledIn([:], listed: Self.usual)
    #expect(!text.contains("{") && !text.contains("}"))
    for argument in skill.arguments {
      #expect(!(skill.defaults[argument.name] ?? "").isEmpty)
      #expect(!argument.isRequired)
    }
  }

  @Test func whatIsGivenIsTakenAsItIs() {
    let text = Skill.findSlow.filledIn(["sql": "SELECT '{goal}'\nFROM t"], listed: Self.usual)
    #expect(text.contains("SELECT '{goal}'\nFROM t"))
  }

  @Test func eachSkillIsThereInBothLanguages() {
    let names = Skill.all.map(\.name)
    #expect(Set(names).count == names.count)
    for name in names where !name.hasSuffix("_zh") { #expect(names.contains(name + "_zh")) }
    #expect(Skill.explore.steps.count == Skill.exploreChinese.steps.count)
    #expect(Skill.findSlow.steps.map(\.tools) == Skill.findSlowChinese.steps.map(\.tools))
  }
}
