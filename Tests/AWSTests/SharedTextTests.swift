import Testing

@testable import AWS

/// What others write, and how it is read.
@Suite struct SharedTextTests {
  @Test func filesAreReadAsConfigparserReadsThem() throws {
    let file = try ProfileFile(
      """
      # comment
      [default]
      aws_access_key_id = AKID
      AWS_SECRET_ACCESS_KEY:a=b:c
      s3 =
        max = 1
          deeper = 2
      region=eu-west-1 # not a comment
      ; comment

      [profile two words]
      empty =
      """, path: "file")
    #expect(
      file.sections == [
        "default": [
          "aws_access_key_id": "AKID", "aws_secret_access_key": "a=b:c",
          "s3": "\nmax = 1\ndeeper = 2", "region": "eu-west-1 # not a comment",
        ],
        "profile two words": ["empty": ""],
      ])
    #expect(try ProfileFile("[a]\r\nx = y\r\n", path: "f").sections == ["a": ["x": "y"]])
    #expect(try ProfileFile("", path: "f").sections.isEmpty)
  }

  @Test(arguments: [
    ("[a\n", 1), ("x = y\n", 1), ("[a]\nsecretvalue\n", 2), ("[a]\n[a]\n", 2),
    ("[a]\nx=1\nX=2\n", 3), ("[a]\n= secretvalue\n", 2),
  ])
  func whatIsWrongIsSaidWithoutQuotingIt(_ text: String, _ line: Int) {
    do throws(CredentialError) {
      _ = try ProfileFile(text, path: "the file")
      Issue.record("this must not be read")
    } catch {
      #expect(error.description.hasPrefix("the file cannot be read: line \(line): "))
      #expect(!error.description.contains("secretvalue"))
    }
  }

  @Test(arguments: [
    ("2015-08-30T12:36:00Z", 1_440_938_160), ("2015-08-30T12:36:00.123Z", 1_440_938_160),
    ("2015-08-30T14:36:00+02:00", 1_440_938_160), ("2015-08-30T10:06:00-02:30", 1_440_938_160),
  ])
  func timesAreRead(_ text: String, _ seconds: Int64) {
    #expect(ISOTime.unixSeconds(text) == seconds)
  }

  @Test(arguments: [
    "", "2015-08-30", "2015-08-30T12:36:00", "2015-08-30T12:36:00.Z", "2015-13-30T12:36:00Z",
    "2015-08-30T12:36:00+2:00", "2015-08-30T12:36:00Zx", "2015-08-30T12:36:00+0a:00",
  ])
  func whatIsNoTimeIsNone(_ text: String) {
    #expect(ISOTime.unixSeconds(text) == nil)
  }

  @Test func elementsAreFound() {
    let document = Array("<a><b>x &lt;&amp;&#65;&#x42; y</b><b>2</b><c></c><d>&no;</d><e>".utf8)
    #expect(XMLText.element("b", in: document) == "x <&AB y")
    #expect(XMLText.element("c", in: document) == "")
    for name in ["d", "e", "f", "aa"] { #expect(XMLText.element(name, in: document) == nil) }
    #expect(XMLText.element("a", in: []) == nil)
  }

  @Test func servicesAreWhereTheirPartitionIs() {
    func url(_ region: String, _ environment: [String: String] = [:]) -> String {
      ServiceEndpoint.url("secretsmanager", region: region, Environment(environment))
    }
    #expect(url("eu-central-1") == "https://secretsmanager.eu-central-1.amazonaws.com/")
    #expect(url("cn-north-1") == "https://secretsmanager.cn-north-1.amazonaws.com.cn/")
    let own = ["AWS_ENDPOINT_URL_SECRETS_MANAGER": "http://a/", "AWS_ENDPOINT_URL": "http://b/"]
    #expect(url("eu-central-1", own) == "http://a/")
    #expect(url("eu-central-1", ["AWS_ENDPOINT_URL": "http://b/"]) == "http://b/")
    let ignored = own.merging(["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "TRUE"]) { $1 }
    #expect(url("eu-central-1", ignored) == url("eu-central-1"))
  }
}
