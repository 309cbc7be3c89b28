import MCP
import Testing

@Suite struct OriginPolicyTests {
  private let loopback = OriginPolicy(isLoopback: true)
  private let open = OriginPolicy(isLoopback: false)

  private func status(
    _ policy: OriginPolicy, origin: String? = nil, host: String? = "localhost"
  ) -> Int? {
    switch policy.verdict(origin: Fields.value(origin), host: Fields.value(host)) {
    case .allowed: nil
    case .refused(let status, _): status
    }
  }

  @Test(arguments: [
    nil, "http://localhost", "http://localhost:3000", "https://127.0.0.1:8443", "http://[::1]",
    "http://[::1]:9", "HTTP://LocalHost:1",
  ])
  func pagesOfThisMachineMayCallALoopbackListener(_ origin: String?) {
    #expect(status(loopback, origin: origin) == nil)
  }

  @Test(arguments: [
    "https://evil.example", "null", "", "http://localhost.evil.example", "http://localhost:80@evil",
    "http://127.0.0.1.evil.example", "http://localhost:", "http://localhost:80x",
    "file://localhost",
    "http://localhost/", "http://[::1]evil", "http://[::2]", "http://::1", "localhost",
  ])
  func otherPagesMayNot(_ origin: String) {
    #expect(status(loopback, origin: origin) == 403)
  }

  @Test func elsewhereOnlyListedOriginsMay() {
    let policy = OriginPolicy(isLoopback: false, allowedOrigins: ["https://App.example.com"])
    #expect(status(policy, origin: nil) == nil)
    #expect(status(policy, origin: "https://app.example.com") == nil)
    #expect(status(policy, origin: "https://app.example.com:444") == 403)
    #expect(status(policy, origin: "http://app.example.com") == 403)
    #expect(status(policy, origin: "http://localhost") == 403)
    #expect(status(open, origin: "http://localhost") == 403)
    let any = OriginPolicy(isLoopback: false, allowedOrigins: ["*"])
    #expect(status(any, origin: "null") == nil)
  }

  @Test func aRepeatedOriginIsRefused() {
    let verdict = loopback.verdict(origin: .repeated, host: Fields.value("localhost"))
    #expect(
      verdict == .refused(status: 403, text: "the request has more than one Origin header"))
  }

  @Test(arguments: [
    "localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:8080", " localhost ",
  ])
  func aLoopbackListenerAnswersToItsNames(_ host: String) {
    #expect(status(loopback, host: host) == nil)
  }

  @Test(arguments: [
    "evil.example", "localhost.evil.example", "localhost:80:80", "127.0.0.2", "[::2]:80", "",
    "localhost:8a", "0.0.0.0", "::1",
  ])
  func andToNoOther(_ host: String) {
    #expect(status(loopback, host: host) == 421)
  }

  @Test func exactlyOneHostIsNeeded() {
    #expect(status(loopback, host: nil) == 400)
    #expect(
      loopback.verdict(origin: .absent, host: .repeated)
        == .refused(status: 400, text: "the request needs exactly one Host header"))
  }

  @Test func listedNamesAreAnsweredToo() {
    let policy = OriginPolicy(isLoopback: true, allowedHosts: ["Tools.internal", "a:8080"])
    #expect(status(policy, host: "tools.internal") == nil)
    #expect(status(policy, host: "tools.internal:99") == nil)
    #expect(status(policy, host: "a:8080") == nil)
    #expect(status(policy, host: "a:8081") == 421)
    #expect(status(policy, host: "localhost:3") == nil)
  }

  @Test func elsewhereAnyNameUnlessThereIsAList() {
    #expect(status(open, host: "whatever.example") == nil)
    #expect(status(open, host: nil) == nil)
    let listed = OriginPolicy(isLoopback: false, allowedHosts: ["tools.example"])
    #expect(status(listed, host: "tools.example:443") == nil)
    #expect(status(listed, host: "localhost") == 421)
    let any = OriginPolicy(isLoopback: true, allowedHosts: ["*"])
    #expect(status(any, host: "whatever.example") == nil)
  }

  @Test func refusalsSayWhereToAllow() {
    let policy = OriginPolicy(
      isLoopback: true, originSetting: "http.origins", hostSetting: "http.hosts")
    let origin = policy.verdict(
      origin: Fields.value("https://a.example"), host: Fields.value("localhost"))
    #expect(
      origin
        == .refused(
          status: 403,
          text: "origin \"https://a.example\" is not allowed; add it to http.origins to allow it"))
    let host = policy.verdict(origin: .absent, host: Fields.value("a.example"))
    #expect(
      host
        == .refused(
          status: 421,
          text: "host \"a.example\" is not served here; add it to http.hosts to allow it"))
  }

  private func probe(
    _ policy: OriginPolicy, origin: String? = nil, host: String? = "localhost"
  ) -> Int? {
    switch policy.probeVerdict(origin: Fields.value(origin), host: Fields.value(host)) {
    case .allowed: nil
    case .refused(let status, _): status
    }
  }

  @Test(arguments: [
    nil, "localhost:8080", "10.0.3.17", "10.0.3.17:8080", "169.254.1.1", "[fd00:ec2::1]:8080",
    "[::ffff:10.0.0.1]", "tools.example",
  ])
  func probesNameTheServerAsTheyReachIt(_ host: String?) {
    let listed = OriginPolicy(isLoopback: false, allowedHosts: ["tools.example"])
    for policy in [open, listed] { #expect(probe(policy, host: host) == nil) }
    #expect(probe(loopback, host: host) == (host == "tools.example" ? 421 : nil))
  }

  @Test(arguments: [
    "evil.example", "10.0.3.17.evil.example", "1.2.3", "1.2.3.4.5", "1.2.3.x", "1.2.3.", "", "[::1",
    "1.2.3.4:", "[evil]", "a.b.c.d", "1234.1.1.1",
  ])
  func otherNamesAreForProbesWhatTheyAreForAll(_ host: String) {
    let listed = OriginPolicy(isLoopback: false, allowedHosts: ["tools.example"])
    for policy in [loopback, listed] { #expect(probe(policy, host: host) == 421, "\(host)") }
    #expect(probe(open, host: host) == nil)
  }

  @Test func pagesOfOtherSitesProbeNothing() {
    for policy in [loopback, open] {
      #expect(probe(policy, origin: "https://evil.example") == 403)
      #expect(probe(policy, origin: "https://evil.example", host: nil) == 403)
      #expect(probe(policy, origin: "null", host: "10.0.0.1") == 403)
    }
    #expect(probe(loopback, origin: "http://localhost:3000") == nil)
  }
}
