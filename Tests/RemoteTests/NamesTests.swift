import Testing

@testable import Remote

@Suite struct NamesTests {
  private func named(_ name: String?) throws -> String { try #require(name) }

  @Test func aNameTellsItsTarget() {
    var names = ExposedNames(separator: "___", maximumCount: 56)
    #expect(names.add("read_file", of: "files") == "files___read_file")
    #expect(names.add("read_file", of: "other") == "other___read_file")
  }

  @Test func aNameThatIsTakenIsNotGivenAgain() throws {
    var names = ExposedNames(separator: "___", maximumCount: 56)
    let all = (0..<3).map { _ in names.add("a", of: "t") }
    #expect(all[0] == "t___a" && all[1]?.hasPrefix("t___a_") == true && all[2] == nil)
  }

  @Test func strangeAndLongNamesAreMended() throws {
    var names = ExposedNames(separator: "___", maximumCount: 56)
    let dotted = try named(names.add("files.read", of: "t"))
    let other = try named(names.add("files/read", of: "t"))
    let long = try named(names.add(String(repeating: "x", count: 100), of: "t"))
    let longer = try named(names.add(String(repeating: "x", count: 101), of: "t"))
    let umlaut = try named(names.add("ü", of: "t"))
    let all = [dotted, other, long, longer, umlaut]
    #expect(Set(all).count == 5)
    #expect(dotted.hasPrefix("t___files_read_") && other.hasPrefix("t___files_read_"))
    #expect(long.utf8.count == 56)
    for name in all {
      #expect(name.utf8.count <= 56)
      #expect(name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) })
    }
  }

  @Test func mendingIsTheSameInEveryProcess() {
    var names = ExposedNames(separator: "___", maximumCount: 56)
    #expect(names.add("a.b", of: "t") == "t___a_b_e10fc48144")
  }

  @Test func aNameOfThisPluginsOwnIsKept() throws {
    var names = ExposedNames(separator: "_", maximumCount: 56, reserved: ["remote_targets"])
    let name = try named(names.add("targets", of: "remote"))
    #expect(name.hasPrefix("remote_targets_") && name != "remote_targets")
  }

  @Test func aNameThatLooksLikeAMendedOneIsTaken() throws {
    var names = ExposedNames(separator: "___", maximumCount: 56)
    let mended = try named(names.add("a.b", of: "t"))
    #expect(names.add(String(mended.dropFirst("t___".count)), of: "t") != mended)
  }

  @Test func aURIIsLeftAloneWhereItIsUnique() {
    let uris = ExposedURIs(
      [("a", ["file:///x", "file:///both"]), ("b", ["file:///both", "note://{id}"])],
      prefixesAll: false)
    #expect(uris.exposed("file:///x", of: "a") == "file:///x")
    #expect(uris.exposed("file:///both", of: "a") == "remote://a/file:///both")
    #expect(uris.exposed("file:///both", of: "b") == "remote://b/file:///both")
    #expect(uris.exposed("note://{id}", of: "b") == "note://{id}")
    #expect(uris.exposed("https://elsewhere", of: "b") == "https://elsewhere")
  }

  @Test func aURIOfBothThatATargetOnlyMentionsIsLeftAlone() {
    let uris = ExposedURIs([("a", ["x:1"]), ("b", ["x:1"]), ("c", [])], prefixesAll: false)
    #expect(uris.exposed("x:1", of: "c") == "x:1")
  }

  @Test func allThatIsListedIsPrefixedWhereThatIsAskedFor() {
    let uris = ExposedURIs([("a", ["file:///x"])], prefixesAll: true)
    #expect(uris.exposed("file:///x", of: "a") == "remote://a/file:///x")
    #expect(uris.exposed("https://elsewhere", of: "a") == "https://elsewhere")
  }

  @Test(arguments: ["file:///x", "note://{id}", "x:a#b?c"])
  func theOwnURIComesBack(_ uri: String) {
    let uris = ExposedURIs([("a", [uri])], prefixesAll: true)
    #expect(ExposedURIs.own(uris.exposed(uri, of: "a"), of: "a") == uri)
    #expect(ExposedURIs.own(uri, of: "a") == uri)
    #expect(ExposedURIs.own("remote://b/\(uri)", of: "a") == "remote://b/\(uri)")
  }

  @Test(arguments: [
    "remote://good/x:1", "remote://a/x:1", "REMOTE://good/x:1", "remote://", "remote://\u{301}g",
    "remote://good/{+x}",
  ])
  func noTargetSpeaksInTheNameOfAnother(_ uri: String) {
    let listed = ExposedURIs([("a", [uri])], prefixesAll: false)
    #expect(listed.exposed(uri, of: "a") == "remote://a/\(uri)")
    #expect(ExposedURIs.own("remote://a/\(uri)", of: "a") == uri)
    let mentioned = ExposedURIs([("a", [])], prefixesAll: false)
    #expect(mentioned.exposed(uri, of: "a") == "remote://a/\(uri)")
  }

  @Test func aTemplateStandsForNoURIThatNamesAnotherTarget() {
    let mayStand = { ExposedURIs.mayStand($0, of: "a", for: $1) }
    #expect(mayStand("{+x}", "x:1") && mayStand("remote://a/{+x}", "remote://a/x:1"))
    for uri in ["remote://good/x:1", "remote://a/x:1", "Remote://good/x:1", "remote://"] {
      #expect(!mayStand("{+x}", uri) && !mayStand("{x}emote://good/{y}", uri))
    }
    #expect(!mayStand("remote://a/{+x}", "remote://good/x:1"))
  }

  @Test func whatIsListedAsItIsIsListedOnce() {
    var names = ExposedNames(separator: "___", maximumCount: 56)
    #expect(names.add(asItIs: "x:1") == "x:1" && names.add(asItIs: "x:2") == "x:2")
    #expect(names.add(asItIs: "x:1") == nil)
  }

  @Test(arguments: [
    ("note://{id}", "note://7", true), ("note://{id}", "note://", false),
    ("note://{id}", "note://7/8", false), ("note://{id}/x", "note://7/x", true),
    ("file:///{+path}", "file:///a/b", true), ("file:///{path*}", "file:///a/b", true),
    ("a:{x}{y}", "a:12", true), ("a:{x}{y}", "a:1", false),
    ("a:b{?q,page}", "a:b", true), ("a:b{?q,page}", "a:b?q=1&page=2", true),
    ("a:b{?q}", "a:b&q=1", false), ("a:b{/c}", "a:b/c", true), ("a:b{/c}", "a:b", false),
    ("a:{x:3}", "a:abc", true), ("a:b", "a:b", true), ("a:b", "a:bc", false),
    ("a:{x}-{y}", "a:1-2-3", true),
  ]) func templatesMatchAsTheHostHasIt(_ template: String, _ uri: String, _ expected: Bool) throws {
    #expect(try #require(TemplatePattern(template)).matches(uri) == expected)
  }

  @Test(arguments: ["a:{", "a:}", "a:{}", "a:{b c}", "a:{b,}", "a:{!b}", "a:{b:12345}", "a b"])
  func whatIsNoTemplateIsFoundOut(_ template: String) {
    #expect(TemplatePattern(template) == nil)
  }

  @Test func matchingEndsSoonWhateverIsAsked() throws {
    let template = "a:" + String(repeating: "{?a}", count: 64)
    let uri = "a:" + String(repeating: "?", count: 4_000) + "/"
    _ = try #require(TemplatePattern(template)).matches(uri)
    let crossing = "a:" + String(repeating: "{+a}", count: 63) + "x"
    #expect(try #require(TemplatePattern(crossing)).matches(uri) == false)
  }

  @Test func theVariablesOfATemplateAreKnown() throws {
    #expect(try #require(TemplatePattern("a:{b}/{+c}{?d,e*}")).variables == ["b", "c", "d", "e"])
  }
}
