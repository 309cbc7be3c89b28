import Testing

@testable import LarkSandbox

/// Every endpoint that is known to be of use is served, whatever its parameters are called.
@Suite struct EndpointCoverageTests {
  /// Of these no answer would be honest: nothing here translates or reads pictures, and `docs_ai`
  /// is described nowhere.
  private static let unserved: Set<String> = [
    "POST /open-apis/translation/v1/text/translate",
    "POST /open-apis/optical_char_recognition/v1/image/basic_recognize",
    "POST /open-apis/docs_ai/v1/documents/:/fetch",
    "POST /open-apis/docs_ai/v1/documents",
    "PUT /open-apis/docs_ai/v1/documents/:",
  ]

  private let served = Set(Sandbox.endpoints.map(Reference.key))

  @Test(.enabled(if: Reference.endpoints != nil, "\(Reference.path) is absent"))
  func everyEndpointOfTheReferenceIsServed() throws {
    let named = try #require(Reference.endpoints).map(Reference.key)
    #expect(named.count == 181)
    #expect(Set(named).subtracting(served) == Self.unserved)
  }

  @Test(.enabled(if: !Reference.pluginKeys.isEmpty, "\(Reference.pluginFolder) is absent"))
  func everyEndpointOfThePluginIsServed() {
    #expect(Reference.pluginKeys.count >= 170)
    let missing = Set(Reference.pluginKeys).subtracting(served).subtracting(Self.unserved)
    #expect(missing.sorted() == [])
  }
}
