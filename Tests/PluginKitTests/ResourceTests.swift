import JSON
import PluginABI
import Testing

@testable import PluginKit

@Suite struct ResourceTests {
  /// A plugin of resources.
  private struct Holding: Plugin {
    static let name = "holding"
    static let version = "1"
    let host: Host
    let late = Shared<[String]>([])
    let subscriptions = Shared<[String]>([])
    init(host: Host) { self.host = host }

    var tools: [Tool] {
      [
        Tool("grow", "Adds a resource.") { _ in
          late.withLock { $0.append("a:late") }
          host.resourcesChanged()
          host.resourceUpdated("a:text")
          return .text("grown")
        },
        Tool("heard", "What was subscribed to.") { _ in
          .text(subscriptions.withLock { $0.joined(separator: " ") })
        },
      ]
    }

    var resources: [Resource] {
      [
        Resource(
          uri: "a:text", name: "text", title: "Text", description: "A text.",
          mediaType: "text/plain", members: ["size": 5]
        ) { _ in .text("hello") },
        Resource(uri: "a:bytes", name: "bytes") { _ in .bytes([0, 255]) },
        Resource(uri: "a:many", name: "many", mediaType: "text/plain") { _ in
          var result = ResourceResult([
            ResourceContent(.text("first"), members: ["_meta": ["n": 1]]),
            ResourceContent(.bytes([1]), uri: "a:many/2", mediaType: "x/y"),
          ])
          result.ttlMilliseconds = 5000
          result.isPublic = true
          result.meta = ["m": 1]
          return result
        },
        Resource(uri: "a:asking", name: "asking") { call in
          guard let roots = call.roots("roots") else { return .inputRequired(["roots": .roots]) }
          return .text(roots.map(\.uri).joined(separator: " "))
        },
        Resource(uri: "a:gone", name: "gone") { _ in throw NotFound("It is gone.") },
        Resource(uri: "a:failing", name: "failing") { _ in throw RequestFailure("It failed.") },
      ] + late.withLock { $0.map { Resource(uri: $0, name: "late") { _ in .text("late") } } }
    }

    var resourceTemplates: [ResourceTemplate] {
      [
        ResourceTemplate(
          "a:item/{id}/data", name: "item", description: "An item.", mediaType: "text/plain"
        ) { variables, call in
          guard variables["id"] != "none" else { throw NotFound("There is no such item.") }
          return .text("\(variables["id", default: "?"]) at \(call.name)")
        },
        ResourceTemplate("a:{", name: "broken") { _, _ in .text("") },
        ResourceTemplate("a:item/{other}/data", name: "second") { _, _ in .text("second") },
      ]
    }

    func subscribed(to uri: String, _ isSubscribed: Bool) {
      subscriptions.withLock { $0.append("\(isSubscribed ? "+" : "-")\(uri)") }
    }
  }

  @Test func aResourceIsListedWithAllItHas() throws {
    let bench = try PluginBench(Holding.self)
    let resources = try bench.resources()
    #expect(
      resources[0]?.description == """
        {"uri":"a:text","name":"text","title":"Text","description":"A text.",\
        "mimeType":"text/plain","size":5}
        """)
    #expect(resources[1]?.description == #"{"uri":"a:bytes","name":"bytes"}"#)
    #expect(
      try bench.templates()[0]?.description == """
        {"uriTemplate":"a:item/{id}/data","name":"item","description":"An item.",\
        "mimeType":"text/plain"}
        """)
  }

  @Test func aTemplateThatCannotBeUnderstoodIsLeftOutAndTheLogSaysWhy() throws {
    let bench = try PluginBench(Holding.self)
    #expect(try bench.templates().array?.count == 2)
    let line = try #require(bench.host.lines.first)
    #expect(line.level == TOOLRACK_LOG_ERROR)
    #expect(line.message.contains("a:{"))
  }

  @Test func contentsAreThoseOfTheURIAndTypeUnlessTheySay() async throws {
    let bench = try PluginBench(Holding.self)
    #expect(
      try await bench.call(.resource, "a:text").parts == [
        .init(
          kind: TOOLRACK_PART_RESOURCE_TEXT, data: Array("hello".utf8), mediaType: "text/plain",
          uri: "a:text")
      ])
    #expect(
      try await bench.call(.resource, "a:bytes").parts == [
        .init(kind: TOOLRACK_PART_RESOURCE_BLOB, data: [0, 255], uri: "a:bytes")
      ])
    let many = try await bench.call(.resource, "a:many")
    #expect(
      many.parts == [
        .init(
          kind: TOOLRACK_PART_RESOURCE_TEXT, data: Array("first".utf8), mediaType: "text/plain",
          uri: "a:many", members: #"{"_meta":{"n":1}}"#),
        .init(kind: TOOLRACK_PART_RESOURCE_BLOB, data: [1], mediaType: "x/y", uri: "a:many/2"),
      ])
    #expect(many.flags == TOOLRACK_RESULT_CACHE_PUBLIC)
    #expect(many.ttlMilliseconds == 5000)
    #expect(many.meta == #"{"m":1}"#)
  }

  @Test func aTemplateReadsWhatMatches() async throws {
    let bench = try PluginBench(Holding.self)
    let completion = try await bench.call(.resource, "a:item/12%2F3/data")
    #expect(completion.text == "12/3 at a:item/12%2F3/data")
    #expect(completion.parts.first?.uri == "a:item/12%2F3/data")
    #expect(completion.parts.first?.mediaType == "text/plain")
  }

  @Test(arguments: [
    ("a:nothing", "There is no resource a:nothing."),
    ("a:item//data", "There is no resource a:item//data."),
    ("a:item/1/2/data", "There is no resource a:item/1/2/data."),
    ("a:item/none/data", "There is no such item."),
    ("a:gone", "It is gone."),
  ])
  func whatIsNotThereIsNotFound(_ uri: String, _ summary: String) async throws {
    let completion = try await PluginBench(Holding.self).call(.resource, uri)
    #expect(completion.isNotFound)
    #expect(completion.errorSummary == summary)
  }

  @Test func readingMayFail() async throws {
    let completion = try await PluginBench(Holding.self).call(.resource, "a:failing")
    #expect(completion.flags == TOOLRACK_RESULT_REQUEST_FAILED)
    #expect(completion.errorSummary == "It failed.")
  }

  @Test func aResourceMayAskTheClient() async throws {
    let bench = try PluginBench(Holding.self)
    let question = try await bench.call(.resource, "a:asking")
    #expect(question.inputRequests == #"{"roots":{"method":"roots/list","params":{}}}"#)
    var answer = PluginBench.Request()
    answer.inputResponses = #"{"roots":{"roots":[{"uri":"file:///a"},{"uri":"file:///b"}]}}"#
    #expect(try await bench.call(.resource, "a:asking", answer).text == "file:///a file:///b")
  }

  @Test func changesReachTheHost() async throws {
    let bench = try PluginBench(Holding.self)
    _ = try await bench.call("grow")
    #expect(bench.host.notes == ["resources", "updated a:text"])
    #expect(try await bench.call(.resource, "a:late").isNotFound)
    #expect(try bench.resources().array?.count == 7)
    #expect(try await bench.call(.resource, "a:late").text == "late")
  }

  @Test func subscriptionsReachThePlugin() async throws {
    let bench = try PluginBench(Holding.self)
    bench.subscribe("a:text", true)
    bench.subscribe("a:text", false)
    #expect(try await bench.call("heard").text == "+a:text -a:text")
    try PluginBench(SamplePlugin.self).subscribe("a:text", true)
  }
}
