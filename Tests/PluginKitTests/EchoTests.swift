import Glibc
import JSON
import PluginABI
import Testing

/// The plugin in `Plugins/Echo`, built with the C compiler as its author does.
@Suite struct EchoTests {
  private let bench: PluginBench

  init() throws { bench = try PluginBench(try Self.entry.get()().pointee) }

  /// Built and opened once.
  private static let entry = Result<Entry, any Error> {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let directory = try #require(temporaryDirectory())
    let file = "\(directory)/echo.so"
    try #require(
      run([
        "cc", "-O2", "-fPIC", "-shared", "-fvisibility=hidden", "-Wall", "-Wextra", "-Werror",
        "-I", "/\(root)/Sources/PluginABI/include", "-o", file, "/\(root)/Plugins/Echo/echo.c",
      ]) == 0)
    defer {
      unlink(file)
      rmdir(directory)
    }
    let library = try #require(dlopen(file, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE))
    let symbol = try #require(dlsym(library, TOOLRACK_PLUGIN_ENTRY))
    return unsafeBitCast(symbol, to: Entry.self)
  }

  private typealias Entry = @Sendable @convention(c) () -> UnsafePointer<toolrack_plugin>

  @Test func itsToolsSayWhatTheyTake() throws {
    let tools = try #require(try bench.tools().array)
    #expect(tools.map { $0["name"]?.string } == ["text", "add", "sleep", "crash"])
    for tool in tools {
      #expect(tool["inputSchema"]?["additionalProperties"] == false)
      #expect(tool["description"]?.string?.isEmpty == false)
      #expect(tool["annotations"]?["readOnlyHint"]?.bool == (tool["name"] != "crash"))
    }
  }

  @Test(arguments: [
    (#"{"text":"hello"}"#, "hello"),
    (#"{"text":""}"#, ""),
    (#" { "a" : [1,{"text":"no"}] , "b":"\"text\":" , "text" : "yes" } "#, "yes"),
    (#"{"a":"text","b":{"c":"}"},"d":-1.5e3 ,"e":null,"text":"ja"}"#, "ja"),
    (#"{"t\u0065xt":"escaped key"}"#, "escaped key"),
    (#"{"text":"\"\\\/\b\f\n\r\t"}"#, "\"\\/\u{8}\u{C}\n\r\t"),
    (#"{"text":"\u0041\u00e9\u20AC\uD83D\uDE00"}"#, "Aé€😀"),
    (#"{"text":"\ud83d \ude00 \ud83d\u0041 \ud83d"}"#, "\u{FFFD} \u{FFFD} \u{FFFD}A \u{FFFD}"),
    (#"{"text":"nul \u0000 within"}"#, "nul \0 within"),
    (#"{"text":"早上好"}"#, "早上好"),
  ])
  func textComesBackDecoded(_ arguments: String, _ expected: String) async throws {
    let completion = try await bench.call("text", arguments)
    #expect(completion.text == expected)
    #expect(completion.flags == 0)
  }

  @Test(arguments: [0, 1, 8191, 8192, 8193, 1_000_000])
  func textOfAnyLengthComesBack(_ count: Int) async throws {
    let text = String(repeating: "x", count: count)
    #expect(try await bench.call("text", #"{"text":"\#(text)"}"#).text == text)
    #expect(try await bench.call("text", #"{"text":"\n\#(text)"}"#).text == "\n" + text)
  }

  @Test(arguments: [
    "{}", #"{"text":5}"#, #"{"text":null}"#, #"{"text":["a"]}"#, #"{"tex":"a","textt":"b"}"#,
    #"{"a":{"text":"b"}}"#,
  ])
  func aTextThatIsNoneIsAToolError(_ arguments: String) async throws {
    let completion = try await bench.call("text", arguments)
    #expect(completion.flags == TOOLRACK_RESULT_TOOL_ERROR)
    #expect(completion.errorSummary.contains(#""text""#))
  }

  /// The host does not pass these on; reading them must all the same stay within the bytes.
  @Test(arguments: [
    "", "{", "{\"", "{\"text\"", "{\"text\":", "{\"text\":\"", "{\"text\":\"a\\", "{\"text\":[[",
    "{\"text\":\"\\u12", "{\"text\":\"\\ud83d\\u", "{\"a\":\"\\", "[]", "5", "{\"a\":{\"b\":[1,",
  ])
  func whatIsNoObjectIsSurvived(_ arguments: String) async throws {
    _ = try await bench.call("text", arguments)
  }

  @Test(arguments: [
    (#"{"a":1,"b":2}"#, "3"), (#"{"b":-1.5e2,"a":0.5}"#, "-149.5"),
    (#"{"a":0.1,"b":0.2}"#, "0.30000000000000004"), (#"{"a":1e300,"b":1}"#, "1e+300"),
    (#"{"a": 123456789012 ,"b":1}"#, "123456789013"),
  ])
  func numbersAreAdded(_ arguments: String, _ sum: String) async throws {
    let completion = try await bench.call("add", arguments)
    #expect(completion.text == sum)
    #expect(completion.structured == "{\"sum\":\(sum)}")
  }

  @Test(arguments: [
    (#"{"b":2}"#, #""a""#), (#"{"a":1}"#, #""b""#), (#"{"a":"1","b":2}"#, #""a""#),
    (#"{"a":1,"b":[2]}"#, #""b""#), (#"{"a":1e308,"b":1e308}"#, "too large"),
  ])
  func whatCannotBeAddedIsNamed(_ arguments: String, _ named: String) async throws {
    let completion = try await bench.call("add", arguments)
    #expect(completion.flags == TOOLRACK_RESULT_TOOL_ERROR)
    #expect(completion.errorSummary.contains(named))
  }

  @Test func sleepAnswersLater() async throws {
    #expect(try await bench.call("sleep", #"{"milliseconds":1}"#).text == "slept 1 ms")
    #expect(try await bench.call("sleep", #"{"milliseconds":0}"#).text == "slept 0 ms")
  }

  @Test(arguments: ["-1", "60001", "1.5", "1e30", "\"5\"", "null"])
  func sleepIsBounded(_ milliseconds: String) async throws {
    let completion = try await bench.call("sleep", "{\"milliseconds\":\(milliseconds)}")
    #expect(completion.isError)
    #expect(completion.errorSummary.contains(#""milliseconds""#))
  }

  @Test(.timeLimit(.minutes(1)))
  func sleepersAreBoundedAndCanBeCancelled() async throws {
    let request = PluginBench.Request(arguments: #"{"milliseconds":60000}"#)
    let started = (0..<300).map { _ in bench.start("sleep", request) }
    let accepted = started.filter { $0.status == TOOLRACK_OK }.map(\.call)
    #expect(accepted.count == 256)
    #expect(started.allSatisfy { $0.status == TOOLRACK_OK || $0.status == TOOLRACK_BUSY })
    for call in accepted { bench.cancel(call) }
    for call in accepted { #expect(await bench.host.completion(of: call).isCancelled) }
    #expect(try await bench.call("sleep", #"{"milliseconds":1}"#).text == "slept 1 ms")
  }

  @Test func anUnknownToolIsRefused() {
    #expect(bench.start("tex", .init()).status == TOOLRACK_NOT_FOUND)
    #expect(bench.start("textt", .init()).status == TOOLRACK_NOT_FOUND)
  }
}

private func temporaryDirectory() -> String? {
  var template = Array("/tmp/toolrack-echo-XXXXXX".utf8CString)
  return mkdtemp(&template).map { String(cString: $0) }
}

/// Runs a program to its end and gives its status; -1 where it could not be started.
private func run(_ arguments: [String]) -> Int32 {
  var process: pid_t = 0
  var strings = arguments.map { strdup($0) } + [nil]
  defer { for string in strings { free(string) } }
  guard let program = arguments.first,
    posix_spawnp(&process, program, nil, nil, &strings, environ) == 0
  else { return -1 }
  var status: Int32 = 0
  while waitpid(process, &status, 0) < 0 && errno == EINTR {}
  return status
}
