import Glibc
import Testing

@testable import HTTPClient

@Suite struct TLSTests {
  private struct Servers {
    let certificate: FixtureCertificate
    let server: FixtureTLSServer
    var url: String { "https://127.0.0.1:\(server.port)/?secret" }
    var egress: [String] { ["127.0.0.1:\(server.port)", "localhost:\(server.port)"] }
  }

  private func servers(_ options: [String] = []) throws -> Servers {
    let certificate = try #require(FixtureCertificate())
    return Servers(
      certificate: certificate, server: try #require(FixtureTLSServer(certificate, options)))
  }

  @Test func `A certificate that nobody vouches for is refused`() async throws {
    let servers = try servers()
    let failure = try await HTTPClient.test(servers.egress).get(servers.url).failure
    #expect(failure?.code == .connect)
    #expect(failure?.message.contains("certificate") == true)
    #expect(failure?.message.contains("SSL_CERT_FILE") == true)
    #expect(failure?.message.contains("secret") == false)
  }

  @Test func `A certificate that is trusted passes`() async throws {
    let servers = try servers()
    let trust = TrustStore(file: servers.certificate.certificate)
    let outcome = try await HTTPClient.test(servers.egress, trust: trust).get(servers.url)
    #expect(outcome.response?.status == 200)
    #expect(outcome.text?.contains("TLSv1.3") == true)
  }

  @Test func `A certificate for another host is refused`() async throws {
    let servers = try servers()
    let trust = TrustStore(file: servers.certificate.certificate)
    let outcome = try await HTTPClient.test(servers.egress, trust: trust)
      .get("https://localhost:\(servers.server.port)/")
    #expect(outcome.failure?.code == .connect)
  }

  @Test func `TLS before 1.2 is refused even where the system allows it`() async {
    await #expect(processExitsWith: .success) {
      let folder = FixtureFolder()
      try allowOldTLS(folder.file("openssl.cnf"))
      let certificate = try #require(FixtureCertificate())
      let server = try #require(
        FixtureTLSServer(certificate, ["-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0"]))
      let trust = TrustStore(file: certificate.certificate)
      let outcome = try await HTTPClient.test(["127.0.0.1:\(server.port)"], trust: trust)
        .get("https://127.0.0.1:\(server.port)/")
      #expect(outcome.failure?.code == .connect)
    }
  }

  @Test func `A file of certificates that is not there is named as the cause`() async throws {
    let servers = try servers()
    let trust = TrustStore(file: "/nonexistent.pem")
    let failure = try await HTTPClient.test(servers.egress, trust: trust).get(servers.url).failure
    #expect(failure?.code == .connect)
    #expect(failure?.message.contains("ca-certificates") == true)
  }

  @Test func `A server without TLS is no TLS server`() async throws {
    let server = FixtureServer { connection in
      connection.write(reply("400 Bad Request"))
      connection.readToEnd()
    }
    let outcome = try await HTTPClient.test(server).get("https://127.0.0.1:\(server.port)/")
    #expect(outcome.failure?.code == .connect)
  }

  @Test func `The environment names the trusted certificates`() async throws {
    await #expect(processExitsWith: .success) {
      let certificate = try #require(FixtureCertificate())
      let server = try #require(FixtureTLSServer(certificate))
      setenv("SSL_CERT_FILE", certificate.certificate, 1)
      setenv("SSL_CERT_DIR", "", 1)
      let trust = TrustStore.fromEnvironment()
      #expect(trust.directory == nil)
      let outcome = try await HTTPClient.test(["127.0.0.1:\(server.port)"], trust: trust)
        .get("https://127.0.0.1:\(server.port)/")
      #expect(outcome.response?.status == 200)
    }
  }
}

/// Makes OpenSSL, in this process and its children, accept what its security level would refuse.
private func allowOldTLS(_ path: String) throws {
  let file = try #require(fopen(path, "w"))
  fputs(
    """
    openssl_conf = settings
    [settings]
    ssl_conf = ssl
    [ssl]
    system_default = system
    [system]
    MinProtocol = TLSv1
    CipherString = DEFAULT:@SECLEVEL=0
    [req]
    distinguished_name = name
    [name]

    """, file)
  fclose(file)
  setenv("OPENSSL_CONF", path, 1)
}
