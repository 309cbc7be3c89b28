import Glibc
import JSON
import PluginKit
import Synchronization
import Testing

@testable import Remote

/// Servers that are shell scripts: each line of input is in `line`, its id in `id`.
@Suite(.timeLimit(.minutes(1)), .serialized) struct StdioTests {
  /// What is answered in each era, as the body of a `case` on the line.
  private static let modern = """
    *server/discover*) result '{"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{"listChanged":true},"resources":{"subscribe":true}}}' ;;
    """
  private static let legacy = """
    *server/discover*) error -32601 ;;
    *'"initialize"'*) result '{"protocolVersion":"2025-06-18","capabilities":{"tools":{"listChanged":true}},"serverInfo":{"name":"sh"}}' ;;
    """

  private static func script(_ cases: String, before: String = "", after: String = "") -> [String] {
    [
      "-c",
      """
      result() { printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$1"; }
      error() { printf '{"jsonrpc":"2.0","id":%s,"error":{"code":%s,"message":"no"}}\\n' "$id" "$1"; }
      notify() { printf '{"jsonrpc":"2.0","method":"notifications/%s","params":%s}\\n' "$1" "$2"; }
      \(before)
      while read -r line; do
        id=${line#*\\"id\\":}; id=${id%%[,\\}]*}
        case "$line" in
        \(cases)
        esac
      done
      \(after)
      """,
    ]
  }

  private final class Log: Sendable {
    private let all = Mutex<[String]>([])
    var lines: [String] { all.withLock { $0 } }
    func add(_ line: String) { all.withLock { $0.append(line) } }
    func contains(_ line: String) async {
      while !lines.contains(line) { try? await Task.sleep(for: .milliseconds(2)) }
    }
  }

  private func upstream(
    _ arguments: [String], log: Log = Log(), clock: UpstreamClock = .quick, limit: Int = 100_000,
    environment: [(name: String, value: String)] = [], command: String = "sh",
    workingDirectory: String? = nil
  ) -> StdioUpstream {
    var options = UpstreamOptions(name: "demo", client: ["name": "test"])
    options.messageLimitBytes = limit
    options.log = { level, line in if level == .notice { log.add(line) } }
    return StdioUpstream(
      StdioTarget(
        command: command, arguments: arguments, environment: environment,
        workingDirectory: workingDirectory), options: options, clock: clock)
  }

  private func failure(_ upstream: StdioUpstream, _ method: String = "x") async -> UpstreamFailure?
  {
    do throws(UpstreamFailure) {
      _ = try await upstream.request(method, [:], call: nil)
      return nil
    } catch {
      return error
    }
  }

  @Test func aModernChild() async throws {
    let cases =
      Self.modern + """
        *'"tools/list"'*) echo "$line" >&2; notify tools/list_changed '{}'; result '{"tools":[]}' ;;
        *subscriptions/listen*) echo "$line" >&2 ;;
        """
    let log = Log()
    let upstream = upstream(Self.script(cases), log: log)
    let info = try await upstream.open()
    #expect(info.isModern)
    #expect(try await upstream.request("tools/list", [:], call: nil) == ["tools": []])
    var events = upstream.events.makeAsyncIterator()
    #expect(await events.next() == .toolsChanged)
    while log.lines.count < 2 { await Task.yield() }
    let seen = log.lines.map { (try? JSONValue(parsing: String($0.dropFirst(6)))) ?? .null }
    let list = try #require(seen.first { $0["method"] == "tools/list" })
    #expect(list["params"]?["_meta"]?["io.modelcontextprotocol/protocolVersion"] == "2026-07-28")
    let listen = try #require(seen.first { $0["method"] == "subscriptions/listen" })
    #expect(listen["params"]?["notifications"] == ["toolsListChanged": true])
    await upstream.close()
    #expect(await events.next() == nil)
    #expect(await failure(upstream)?.kind == .ended)
  }

  @Test func anOlderChild() async throws {
    let upstream = upstream(
      Self.script(
        Self.legacy + """
          *notifications/initialized*) echo initialized >&2 ;;
          *'"x"'*) printf '%s' "$line" | tr -d '"' | { read -r said; result "{\\"said\\":\\"$said\\"}"; } ;;
          """))
    #expect(try await upstream.open().revision == "2025-06-18")
    let said = try await upstream.request("x", [:], call: nil)
    #expect(said["said"] == "{jsonrpc:2.0,id:3,method:x}")
    await upstream.close()
  }

  /// Whoever does not answer server/discover is greeted after a while.
  @Test func aSilentOlderChild() async throws {
    var clock = UpstreamClock.quick
    clock.alarm = { milliseconds, ring in
      if milliseconds == UInt64(StdioOpener.probeMilliseconds) { ring() }
      return Alarm {}
    }
    let cases = "*server/discover*) ;;\n" + Self.legacy
    let upstream = upstream(Self.script(cases), clock: clock)
    #expect(try await upstream.open().revision == "2025-06-18")
    await upstream.close()
  }

  @Test func anOlderChildThatEndsWhenItIsAsked() async throws {
    let cases = "*server/discover*) exit 1 ;;\n" + Self.legacy
    let upstream = upstream(Self.script(cases))
    #expect(try await upstream.open().revision == "2025-06-18")
    await upstream.close()
  }

  @Test func answersMayComeInAnyOrder() async throws {
    let cases =
      Self.modern + """
        *'"first"'*) held=$id ;;
        *'"second"'*) result '{"n":2}'; id=$held; result '{"n":1}' ;;
        """
    let upstream = upstream(Self.script(cases))
    _ = try await upstream.open()
    async let first = upstream.request("first", [:], call: nil)
    // The script needs the first to be there.
    try await Task.sleep(for: .milliseconds(50))
    async let second = upstream.request("second", [:], call: nil)
    #expect(try await first == ["n": 1])
    #expect(try await second == ["n": 2])
    await upstream.close()
  }

  @Test func aChildThatEndsIsStartedAgain() async throws {
    let cases =
      Self.modern + """
        *'"die"'*) exit 3 ;;
        *'"kill"'*) kill -9 $$ ;;
        *'"x"'*) result '{}' ;;
        """
    let upstream = upstream(Self.script(cases))
    var events = upstream.events.makeAsyncIterator()
    _ = try await upstream.open()
    let ended = await failure(upstream, "die")
    #expect(ended?.kind == .ended)
    #expect(ended?.wasSent == true)
    #expect(ended?.message == "The MCP server \"demo\" ended with status 3.")
    #expect(await events.next() == .disconnected("The MCP server \"demo\" ended with status 3."))
    #expect(try await upstream.request("x", [:], call: nil) == [:])
    #expect(await events.next() == .toolsChanged)
    #expect(await failure(upstream, "kill")?.message.contains("signal 9") == true)
    await upstream.close()
  }

  /// Its guard goes with it, however it goes: no process stays, no descriptor.
  @Test func nothingStaysOfAChild() async throws {
    let log = Log()
    let cases =
      Self.modern + """
        *'"die"'*) exit 3 ;;
        *'"kill"'*) kill -9 $$ ;;
        """
    let before = Self.descriptors()
    for method in ["die", "kill", "", "die", "kill", "", "die", "kill"] {
      let upstream = upstream(Self.script(cases, before: "echo $$ >&2"), log: log)
      _ = try await upstream.open()
      #expect(!Self.guards().isEmpty)
      if !method.isEmpty { _ = await failure(upstream, method) }
      await upstream.close()
    }
    let groups = log.lines.compactMap { $0.split(separator: " ").last }
    #expect(groups.count == 8)
    #expect(Self.guards().filter { groups.map(String.init).contains($0) } == [])
    // Other tests may have some open for a moment.
    while Self.descriptors() > before { try await Task.sleep(for: .milliseconds(5)) }
  }

  /// The groups that are guarded by children of this process.
  private static func guards() -> [String] {
    names(in: "/proc").compactMap { pid in
      let words = text(of: "/proc/\(pid)/cmdline").split(separator: "\0").map(String.init)
      let parent = text(of: "/proc/\(pid)/stat").split(separator: ")").last?.split(separator: " ")
      guard words.count == 5, words[3] == "guard", parent?.dropFirst().first == "\(getpid())"
      else { return nil }
      return words[4]
    }
  }

  private static func descriptors() -> Int { names(in: "/proc/self/fd").count }

  private static func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      names.append(
        withUnsafeBytes(of: entry.pointee.d_name) { name in
          String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
        })
    }
    return names
  }

  private static func text(of path: String) -> String {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(file, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  @Test func aChildThatKeepsEndingIsLeftAlone() async throws {
    let upstream = upstream(["-c", "exit 1"])
    var failures: [UpstreamFailure?] = []
    for _ in 0..<4 { failures.append(await failure(upstream)) }
    #expect(failures[0]?.kind == .ended)
    #expect(failures[3]?.kind == .unreachable)
    #expect(failures[3]?.wasSent == false)
    #expect((failures[3]?.retryAfterMilliseconds ?? 0) > 1000)
    await upstream.close()
  }

  @Test func aCancelledRequestIsTold() async throws {
    let log = Log()
    let cases =
      Self.modern + """
        *notifications/cancelled*) echo "$line" >&2 ;;
        *'"slow"'*) echo "slow $id" >&2 ;;
        *'"x"'*) result '{}' ;;
        """
    let upstream = upstream(Self.script(cases), log: log)
    _ = try await upstream.open()
    let task = Task { try await upstream.request("slow", [:], call: nil) }
    while !log.lines.contains(where: { $0.hasPrefix("demo: slow") }) { await Task.yield() }
    task.cancel()
    #expect(await task.result.failureKind == .cancelled)
    while log.lines.count < 2 { await Task.yield() }
    let id = try #require(log.lines.first { $0.hasPrefix("demo: slow ") }).dropFirst(11)
    #expect(log.lines.contains { $0.contains("\"requestId\":\(id)") })
    #expect(try await upstream.request("x", [:], call: nil) == [:])
    let early = Task {
      withUnsafeCurrentTask { $0?.cancel() }; return try await upstream.request("x", [:], call: nil)
    }
    #expect(await early.result.failureKind == .cancelled)
    await upstream.close()
  }

  @Test func theChildHasNothingOfOursButWhatItIsGiven() async throws {
    setenv("REMOTE_TEST_SECRET", "s", 1)
    let open = open("/dev/null", O_RDONLY)
    defer { close(open) }
    let cases =
      Self.modern + """
        *'"x"'*) for n in 0 1 2 3 4 5 6 7 8 9 11 12 13 14 15 16 20 $OPEN; do [ -e /proc/$$/fd/$n ] && fds="$fds$n "; done
          result "{\\"fds\\":\\"$fds\\",\\"secret\\":\\"$REMOTE_TEST_SECRET\\",\\"given\\":\\"$GIVEN\\",\\"path\\":\\"$PATH\\",\\"folder\\":\\"$(pwd)\\",\\"group\\":\\"$(cut -d' ' -f5 /proc/$$/stat)\\",\\"pid\\":\\"$$\\"}" ;;
        """
    let upstream = upstream(
      Self.script(cases),
      environment: [("OPEN", "\(open)"), ("GIVEN", "g"), ("PATH", "/usr/bin:/bin")],
      workingDirectory: "/usr")
    let seen = try await upstream.request("x", [:], call: nil)
    #expect(
      Set(seen["fds"]?.string?.split(separator: " ").map(String.init) ?? []).subtracting(["10"])
        == ["0", "1", "2"])
    #expect(seen["secret"] == "")
    #expect(seen["given"] == "g")
    #expect(seen["path"] == "/usr/bin:/bin")
    #expect(seen["folder"] == "/usr")
    #expect(seen["group"] == seen["pid"])
    await upstream.close()
  }

  /// Neither the end of its input nor SIGTERM ends the child; what it started goes, too.
  @Test func closingEndsTheWholeGroup() async throws {
    let log = Log()
    let before = "trap '' TERM; (trap '' TERM; while :; do sleep 1; done) & echo \"pids $$ $!\" >&2"
    let after = "while :; do sleep 1; done"
    let upstream = upstream(
      Self.script(Self.modern, before: before, after: after), log: log)
    _ = try await upstream.open()
    while log.lines.isEmpty { await Task.yield() }
    let pids = log.lines[0].split(separator: " ").compactMap { Int32($0) }
    #expect(pids.count == 2)
    await upstream.close()
    for pid in pids {
      while kill(pid, 0) == 0, !Self.isZombie(pid) { try await Task.sleep(for: .milliseconds(5)) }
    }
  }

  private static func isZombie(_ pid: Int32) -> Bool {
    let file = open("/proc/\(pid)/stat", O_RDONLY)
    guard file >= 0 else { return true }
    defer { close(file) }
    var line = [UInt8](repeating: 0, count: 200)
    return read(file, &line, 200) <= 0 || String(decoding: line, as: UTF8.self).contains(") Z ")
  }

  @Test func whatIsNoMessageIsLoggedAndSkipped() async throws {
    let log = Log()
    let cases = Self.modern + "*'\"x\"'*) echo hello; echo >&2; echo oops >&2; result '{}' ;;"
    let upstream = upstream(Self.script(cases), log: log)
    #expect(try await upstream.request("x", [:], call: nil) == [:])
    await log.contains("demo: oops")
    #expect(log.lines.contains { $0.hasPrefix("demo: wrote a line to its output that is not") })
    await upstream.close()
  }

  @Test func aLineThatIsTooLongEndsTheChild() async throws {
    let cases = Self.modern + "*'\"x\"'*) head -c 5000 /dev/zero | tr '\\0' x ;;"
    let upstream = upstream(Self.script(cases), limit: 4000)
    #expect(
      await failure(upstream)?.message
        == "The MCP server \"demo\" wrote a line of more than 4000 bytes.")
    await upstream.close()
  }

  @Test func aLargeMessageGoesBothWays() async throws {
    let upstream = upstream(["-c", "exec cat"], limit: 10_000_000)
    // Its own requests come back, which are no answers: the child is only ever silent.
    let task = Task { try await upstream.open() }
    try await Task.sleep(for: .milliseconds(20))
    await upstream.close()
    #expect(await task.result.isFailure)
    let cases = Self.modern + "*'\"x\"'*) result \"{\\\"n\\\":${#line}}\" ;;"
    let other = self.upstream(Self.script(cases), limit: 10_000_000)
    let text = String(repeating: "x", count: 300_000)
    let answer = try await other.request("x", ["text": .string(text)], call: nil)
    #expect((answer["n"]?.integer ?? 0) > 300_000)
    await other.close()
  }

  @Test func whatCannotBeStartedIsSaid() async {
    let missing = await failure(upstream([], command: "no-such-command"))
    #expect(missing?.kind == .unreachable)
    #expect(
      missing?.message
        == "The MCP server \"demo\" cannot be started: no-such-command: No such file or directory")
    let folder = await failure(upstream(["-c", "true"], workingDirectory: "/no/such"))
    #expect(folder?.kind == .unreachable)
  }

  @Test func linesAreCutAnywhere() throws {
    var framer = LineFramer(limitBytes: 5, .refuse)
    #expect(try framer.append(Array("ab\r\n\ncd".utf8)[...]) == [Array("ab".utf8)])
    #expect(try framer.append(Array("e\nf".utf8)[...]) == [Array("cde".utf8)])
    #expect(throws: LineFramer.TooLong.self) { try framer.append(Array("123456".utf8)[...]) }
    var cutting = LineFramer(limitBytes: 3, .cut)
    #expect(
      try cutting.append(Array("12345\n67\n".utf8)[...]) == [Array("123".utf8), Array("67".utf8)])
  }

  @Test func theLogIsBounded() {
    var budget = LogBudget()
    let first = (0..<300).flatMap { budget.lines(for: "\($0)", at: 20_000) }
    #expect(first.count == LogBudget.linesInSpan)
    #expect(budget.lines(for: "x", at: 30_000) == ["100 lines left out", "x"])
  }
}

extension Result {
  fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}
