import Synchronization
import Testing

@testable import PluginHost

/// Lists that are read again.
@Suite struct DefinitionListTests {
  private typealias Tools = DefinitionList<ToolDefinition>

  private func tool(_ name: String, _ description: String = "d") -> String {
    #"{"name":"\#(name)","description":"\#(description)","inputSchema":{"type":"object"}}"#
  }

  private func read(
    _ tools: [String], reusing earlier: Tools = Tools(), checked: Checked = Checked()
  ) throws -> Tools {
    try Tools(
      reading: Array("[\(tools.joined(separator: ","))]".utf8), prefix: "p", reusing: earlier
    ) { _, key, _ in
      checked.keys.withLock { $0.append(key) }
      return nil
    }
  }

  /// The keys that were checked.
  private final class Checked: Sendable {
    let keys = Mutex<[String]>([])
    var all: [String] { keys.withLock { $0 } }
  }

  @Test(
    arguments: [
      (["a", "b", "c", "d"], ["d"]), (["z", "a", "b", "c"], ["z"]), (["c", "b", "a"], []),
      (["a", "c"], []), (["a", "x", "c"], ["x"]), ([], []), (["x", "y"], ["x", "y"]),
    ])
  func onlyWhatIsNewIsRead(names: [String], new: [String]) throws {
    let before = try read(["a", "b", "c"].map { tool($0) })
    let checked = Checked()
    let after = try read(names.map { tool($0) }, reusing: before, checked: checked)
    #expect(after.definitions.map(\.name) == names.map { "p_\($0)" })
    #expect(checked.all == new.map { "p_\($0)" })
    for definition in after.definitions where !checked.all.contains(definition.name) {
      #expect(before.definitions.contains { $0 === definition })
    }
    let again = try read(["a", "b", "c"].map { tool($0) }, reusing: after)
    #expect(again.definitions.map(\.json) == before.definitions.map(\.json))
  }

  @Test func aDefinitionWithOtherBytesIsReadAgain() throws {
    let before = try read([tool("a"), tool("b")])
    let checked = Checked()
    let after = try read([tool("a", "e"), tool("b")], reusing: before, checked: checked)
    #expect(checked.all == ["p_a"])
    #expect(String(decoding: after.definitions[0].json, as: UTF8.self).contains(#""e""#))
    #expect(!after.definitions[0].isSame(as: before.definitions[0]))
    let spaced = try read([tool("a") + " ", " " + tool("b")], reusing: before)
    #expect(spaced.definitions.map(\.json) == before.definitions.map(\.json))
  }

  @Test func whatIsUsedAgainTwiceIsStillThereTwice() throws {
    let before = try read([tool("a"), tool("b")])
    let error = try #require(throws: PluginLoadError.self) {
      _ = try read([tool("b"), tool("b")], reusing: before)
    }
    #expect(error.description.contains("p_b twice"))
  }

  @Test func aPluginThatSaysTheSameInOtherBytesHasNotChanged() throws {
    let before = try read([tool("a")])
    let after = try read([" " + tool("a").replacing(",", with: ", ")], reusing: before)
    #expect(before.definitions[0] !== after.definitions[0])
    #expect(before.definitions[0].isSame(as: after.definitions[0]))
  }
}
