import JSON
import Testing

@testable import Remote

@Suite struct ListTests {
  private func page(_ names: [String], next: String? = nil, ttl: Int64? = nil) -> JSONValue {
    var page: JSONObject = ["tools": .array(names.map { ["name": .string($0)] })]
    page["nextCursor"] = next.map(JSONValue.string)
    page["ttlMs"] = ttl.map { .number(JSONNumber($0)) }
    return .object(page)
  }

  @Test func pagesArePutTogether() throws {
    var reader = PageReader(.tools)
    #expect(try reader.add(page(["a"], next: "", ttl: 500)) == .ask(cursor: ""))
    #expect(try reader.add(page(["b"], next: "2", ttl: 300)) == .ask(cursor: "2"))
    #expect(try reader.add(page([])) == .done)
    #expect(reader.elements.compactMap { $0["name"]?.string } == ["a", "b"])
    #expect(reader.ttlMilliseconds == 300)
  }

  @Test func aListWithoutEndIsCut() throws {
    var circle = PageReader(.tools)
    #expect(try circle.add(page(["a"], next: "x")) == .ask(cursor: "x"))
    #expect(try circle.add(page(["a"], next: "x")) == .cut("its pages go round in a circle"))
    var endless = PageReader(.tools)
    for number in 1..<PageReader.maximumPages {
      #expect(try endless.add(page([], next: "\(number)")) == .ask(cursor: "\(number)"))
    }
    #expect(try endless.add(page([], next: "last")) == .cut("it has more than 500 pages"))
    var many = PageReader(.templates)
    let templates = JSONValue.array(Array(repeating: ["uriTemplate": "a:{b}"], count: 201))
    #expect(
      try many.add(["resourceTemplates": templates]) == .cut("it has more than 200 elements"))
    #expect(many.elements.count == 200)
    var large = PageReader(.tools)
    let text = JSONValue.string(String(repeating: "x", count: PageReader.maximumBytes))
    #expect(try large.add(["tools": [["name": "a"], ["name": text]]]) != .done)
    #expect(large.elements.count == 1)
  }

  @Test func aCursorIsShort() throws {
    let longest = String(repeating: "c", count: PageReader.maximumCursorBytes)
    var reader = PageReader(.tools)
    #expect(try reader.add(page([], next: longest)) == .ask(cursor: longest))
    let cut = PageReader.Step.cut("a cursor of it has more than 65536 bytes")
    #expect(try reader.add(page(["a"], next: longest + "c")) == cut)
    #expect(reader.elements.count == 1)
  }

  @Test func allThatPagesHoldCountsAsBytes() throws {
    let cut = PageReader.Step.cut("it has more than \(PageReader.maximumBytes) bytes")
    var cursors = PageReader(.tools)
    let room = PageReader.maximumBytes / PageReader.maximumCursorBytes
    var steps: [PageReader.Step] = []
    for number in 0..<room {
      let text = String(repeating: "c", count: PageReader.maximumCursorBytes - 4)
      steps.append(try cursors.add(page([], next: "\(1_000 + number)" + text)))
    }
    #expect(steps.dropLast().allSatisfy { $0 != cut } && steps.last == cut)
    var beside = PageReader(.tools)
    let text = JSONValue.string(String(repeating: "x", count: PageReader.maximumBytes))
    #expect(try beside.add(["tools": [["name": "a"]], "_meta": ["x": text]]) == cut)
    #expect(beside.elements.isEmpty)
  }

  @Test func aPageWithoutTheListIsAFault() {
    var reader = PageReader(.prompts)
    #expect(throws: UpstreamFailure.self) { try reader.add(["tools": []]) }
  }

  // MARK: - When

  private func due(_ schedule: ListSchedule, _ now: UInt64) -> [ListKind] {
    schedule.due(now: now).map(\.kind)
  }

  private func readAll(_ schedule: inout ListSchedule, now: UInt64, ttl: UInt64? = nil) {
    for (kind, _) in schedule.due(now: now) {
      schedule.began(kind)
      schedule.read(kind, ttlMilliseconds: ttl, now: now)
    }
  }

  @Test func listsAreLookedAtWhereTheTargetDoesNotTell() {
    var schedule = ListSchedule(refreshSeconds: 300)
    #expect(schedule.wait(now: 0) == 0)
    schedule.connected(["tools": ["listChanged": true], "prompts": [:]])
    #expect(schedule.due(now: 0).map(\.isOffered) == [true, true, false, false])
    readAll(&schedule, now: 0)
    #expect(schedule.wait(now: 1) == 299_999)
    #expect(due(schedule, 300_000) == [.prompts])
    schedule.changed(.tools)
    #expect(schedule.wait(now: 1) == 0)
    #expect(due(schedule, 1) == [.tools])
  }

  @Test func theTargetsOwnTimeCounts() {
    var schedule = ListSchedule(refreshSeconds: 300)
    schedule.connected(["tools": ["listChanged": true]])
    readAll(&schedule, now: 0, ttl: 20_000)
    #expect(schedule.wait(now: 0) == 20_000)
    readAll(&schedule, now: 20_000, ttl: 1)
    #expect(schedule.wait(now: 20_000) == ListSchedule.leastMilliseconds)
    readAll(&schedule, now: 90_000, ttl: .max)
    #expect(schedule.wait(now: 90_000) == UInt64.max - 90_000)
  }

  @Test func neverIsNever() {
    var schedule = ListSchedule(refreshSeconds: 0)
    schedule.connected(["tools": [:]])
    readAll(&schedule, now: 0)
    #expect(schedule.wait(now: 0) == nil)
    schedule.disconnected()
    #expect(due(schedule, 0).count == 4)
  }

  @Test func aChangeThatComesWhileAListIsReadIsNotLost() {
    var schedule = ListSchedule(refreshSeconds: 0)
    schedule.connected(["tools": ["listChanged": true]])
    readAll(&schedule, now: 0)
    schedule.changed(.tools)
    schedule.began(.tools)
    schedule.changed(.tools)
    schedule.read(.tools, ttlMilliseconds: nil, now: 0)
    #expect(due(schedule, 0) == [.tools])
    schedule.began(.tools)
    schedule.failed(.tools)
    #expect(due(schedule, 0) == [.tools])
  }
}

@Suite struct DefinitionCheckTests {
  private func check(_ kind: ListKind, _ elements: JSONValue...) -> ([JSONObject], [String]) {
    var check = DefinitionCheck()
    let checked = check.check(elements, kind)
    return (checked, check.faults)
  }

  private let schema: JSONValue = ["type": "object"]

  @Test func whatIsFineStaysAsItIs() {
    let tool: JSONValue = [
      "name": "a.b", "title": "A", "description": "B", "inputSchema": schema,
      "outputSchema": ["type": "array"], "icons": [["src": "https://a", "sizes": ["48x48"]]],
      "annotations": ["readOnlyHint": true, "x": 1], "_meta": ["m": 1], "later": [1.50],
      "execution": ["taskSupport": "optional"],
    ]
    let (checked, faults) = check(.tools, tool)
    #expect(checked.map(JSONValue.object) == [tool])
    #expect(faults.isEmpty)
  }

  @Test func oneBadToolTakesNoOtherWithIt() {
    let deep = (0..<100).reduce(schema) { schema, _ in ["type": "object", "not": schema] }
    let long = String(repeating: "x", count: 300_000)
    let (checked, faults) = check(
      .tools, ["name": "good", "inputSchema": schema], "no object", ["inputSchema": schema],
      ["name": "schemaless"], ["name": "wrong", "inputSchema": ["type": "string"]],
      ["name": "broken", "inputSchema": ["type": "object", "properties": ["a": ["type": 5]]]],
      ["name": "lost", "inputSchema": ["type": "object", "$ref": "#/$defs/none"]],
      ["name": "task", "inputSchema": schema, "execution": ["taskSupport": "required"]],
      ["name": "good", "inputSchema": schema],
      ["name": "header", "inputSchema": ["type": "object", "x-mcp-header": "A"]],
      ["name": "large", "inputSchema": schema, "title": .string(long)],
      ["name": "deep", "inputSchema": deep])
    #expect(checked.compactMap { $0["name"]?.string } == ["good", "deep"])
    #expect(faults.count == 10)
    #expect(faults.allSatisfy { $0.utf8.count < 400 })
  }

  @Test func membersOfAWrongKindAreTakenOut() {
    let (checked, faults) = check(
      .tools,
      [
        "name": "a", "inputSchema": schema, "title": 1, "description": [], "icons": [["sizes": []]],
        "annotations": ["readOnlyHint": "yes", "title": "T"], "_meta": "m", "execution": 5,
        "outputSchema": 7,
      ])
    #expect(
      checked.map(JSONValue.object)
        == [["name": "a", "inputSchema": schema, "annotations": ["title": "T"]]])
    #expect(faults == ["the tool a is listed without its outputSchema: it is no object"])
  }

  @Test func promptsAndResourcesAreChecked() {
    let (prompts, promptFaults) = check(
      .prompts, ["name": "a", "arguments": [["name": "x", "required": true]]],
      ["name": "b", "arguments": [["name": "x"], ["name": "x"]]], ["name": "c", "arguments": 1],
      ["name": "d", "arguments": [["name": "x", "required": "yes"]]])
    #expect(prompts.count == 1 && promptFaults.count == 3)
    let (resources, resourceFaults) = check(
      .resources, ["uri": "file:///a", "name": "a", "size": 5], ["uri": "file:///b"],
      ["uri": "no scheme", "name": "c"], ["uri": "a:b c", "name": "d"],
      ["uri": "a:e", "name": "e", "size": -1],
      ["uri": .string("a:" + String(repeating: "x", count: 4_000)), "name": "f"])
    #expect(resources.count == 3 && resourceFaults.count == 3)
    #expect(resources[1]["name"] == "file:///b" && resources[2]["size"] == nil)
    let (templates, templateFaults) = check(
      .templates, ["uriTemplate": "a:{b}", "name": "a"], ["uriTemplate": "a:{", "name": "b"])
    #expect(templates.count == 1 && templateFaults.count == 1)
  }
}
