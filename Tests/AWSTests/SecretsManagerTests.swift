import HTTPServer
import JSON
import Testing

@testable import AWS
@testable import Crypto

/// Secrets from a service on the loopback.
@Suite struct SecretsManagerTests {
  private static let arn = "arn:aws:secretsmanager:eu-west-3:123456789012:secret:app/db-AbCdEf"
  private typealias Answer = LoopbackService.Answer

  private func client(_ url: String, region: String? = nil) -> SecretsManagerClient {
    var environment = [
      "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "a-secret-key",
      "AWS_SESSION_TOKEN": "a-token", "AWS_ENDPOINT_URL_SECRETS_MANAGER": url,
      "AWS_CONFIG_FILE": "absent", "AWS_SHARED_CREDENTIALS_FILE": "absent",
    ]
    environment["AWS_REGION"] = region
    return SecretsManagerClient(chain: CredentialChain(environment: environment))
  }

  private func failure(
    _ answers: [Answer], of id: String = arn
  ) throws -> (SecretsManagerError?, requests: Int) {
    let (service, server, url) = try LoopbackService.start(answers)
    defer { server.drain(timeoutMilliseconds: 0) }
    do throws(SecretsManagerError) {
      _ = try client(url).value(of: id)
      return (nil, service.requests.count)
    } catch {
      return (error, service.requests.count)
    }
  }

  @Test func aSecretIsAskedForInTheRegionOfItsARN() throws {
    let (service, server, url) = try LoopbackService.start([
      Answer(body: ##"{"Name":"n","SecretString":"{\"a\":\"\\u00fc\"}"}"##)
    ])
    defer { server.drain(timeoutMilliseconds: 0) }
    let value = try client(url, region: "us-east-1").value(
      of: Self.arn, versionStage: "AWSPREVIOUS")
    #expect(value.text == ##"{"a":"\u00fc"}"##)
    let request = try #require(service.requests.first)
    #expect(request.method.text == "POST" && request.path.text == "/")
    #expect(request.value(of: "x-amz-target")?.text == "secretsmanager.GetSecretValue")
    #expect(request.value(of: "content-type")?.text == "application/x-amz-json-1.1")
    let asked = try JSONValue(parsing: request.body)
    #expect(asked == ["SecretId": .string(Self.arn), "VersionStage": "AWSPREVIOUS"])
    try expectSigned(request, region: "eu-west-3")
  }

  /// The signature is that of the request as it came.
  private func expectSigned(_ request: SignableRequest, region: String) throws {
    let field = try #require(request.value(of: "authorization")).text
    let date = try #require(request.value(of: "x-amz-date")).text
    let names = field.split(separator: "SignedHeaders=")[1].split(separator: ",")[0]
    var plain = request
    plain.fields = request.fields.filter { asked in
      names.split(separator: ";").contains { $0 == asked.name.lowercased.text }
        && !["x-amz-date", "x-amz-security-token"].contains(asked.name.lowercased.text)
    }
    let signed = try SignatureV4Signer(region: region, service: "secretsmanager").signed(
      plain, SigningCredentials(key: "AKID", secret: "a-secret-key", token: "a-token"),
      at: try #require(SigningTime(date)))
    #expect(signed.value(of: "authorization")?.text == field)
    #expect(names == "content-type;host;x-amz-date;x-amz-security-token;x-amz-target")
  }

  @Test func aNameIsLookedForInTheOwnRegion() throws {
    let (service, server, url) = try LoopbackService.start([Answer(body: ##"{"SecretString":""}"##)]
    )
    defer { server.drain(timeoutMilliseconds: 0) }
    #expect(try client(url, region: "us-east-2").value(of: "app/db").isEmpty)
    try expectSigned(try #require(service.requests.first), region: "us-east-2")
    #expect(throws: SecretsManagerError.self) { try client(url).value(of: "app/db") }
    #expect(service.requests.count == 1)
  }

  @Test func binarySecretsAreDecoded() throws {
    for (text, bytes) in [("AP/+", [0, 255, 254]), ("aGk=", [0x68, 0x69]), ("", [])] {
      let (_, server, url) = try LoopbackService.start([
        Answer(body: "{\"SecretBinary\":\"\(text)\"}")
      ])
      defer { server.drain(timeoutMilliseconds: 0) }
      #expect(try client(url).value(of: Self.arn) == bytes.map { UInt8($0) })
    }
  }

  @Test func throttlingPasses() throws {
    let (service, server, url) = try LoopbackService.start([
      Answer(status: 400, body: ##"{"__type":"ThrottlingException"}"##),
      Answer(status: 503), Answer(body: ##"{"SecretString":"v"}"##),
    ])
    defer { server.drain(timeoutMilliseconds: 0) }
    #expect(try client(url).value(of: Self.arn).text == "v")
    #expect(service.requests.count == 3)
  }

  @Test func throttlingThatStaysIsAnError() throws {
    let throttled = Answer(status: 400, body: ##"{"__type":"ThrottlingException"}"##)
    let (error, requests) = try failure([throttled, throttled, throttled, throttled])
    #expect(error?.code == "ThrottlingException")
    #expect(requests == ServiceCall.attempts)
  }

  @Test func errorsNameTheSecretAndWhatAWSSays() throws {
    let body = ##"{"__type":"com.amazonaws.x#ResourceNotFoundException","Message":"hidden"}"##
    var (error, requests) = try failure([Answer(status: 400, body: body)])
    #expect(error?.code == "ResourceNotFoundException" && requests == 1)
    #expect(
      error?.description
        == "The secret \(Self.arn) cannot be had: Secrets Manager of eu-west-3 says 400 "
        + "ResourceNotFoundException; there is no such secret, or none of that version stage.")
    (error, requests) = try failure([
      Answer(status: 400, fields: ["X-Amzn-ErrorType": "AccessDeniedException:http://x/"])
    ])
    #expect(error?.code == "AccessDeniedException" && requests == 1)
    (error, _) = try failure([Answer(status: 418, body: "<html>a-secret</html>")])
    #expect(error?.code == nil && error?.description.contains("a-secret") == false)
    #expect(error?.description.contains("418 without an error code") == true)
  }

  @Test func answersWithoutASecretAreErrorsThatQuoteNothing() throws {
    for body in [
      "", "[]", ##"{"SecretString":1,"x":"a-secret"}"##, ##"{"SecretBinary":"a-secret!"}"##,
    ] {
      let (error, _) = try failure([Answer(body: body)])
      #expect(error?.description.contains("neither SecretString nor SecretBinary") == true)
      #expect(error?.description.contains("a-secret") == false)
    }
  }

  @Test(arguments: [
    "", "a b", "ä", "arn:aws:s3:::bucket", "arn:aws:secretsmanager:eu-west-3:1:secret:",
    "arn:aws:secretsmanager::1:secret:x", "arn:aws:secretsmanager:a.evil.example/:1:secret:x",
    "arn:aws:secretsmanager:eu-west-3:1:parameter:x",
  ])
  func whatIsNoSecretIsNotAskedFor(_ id: String) throws {
    let (error, requests) = try failure([], of: id)
    #expect(error != nil && requests == 0)
  }

  @Test func itIsToldWithoutWaitingToo() throws {
    let (_, server, url) = try LoopbackService.start([Answer(body: ##"{"SecretString":"v"}"##)])
    defer { server.drain(timeoutMilliseconds: 0) }
    let arrival = Arrival<Result<[UInt8], SecretsManagerError>>()
    client(url).value(of: Self.arn) { arrival.put($0) }
    #expect(try arrival.wait().get().text == "v")
  }
}
