import Testing

@testable import AWS

@Suite struct SigningTimeTests {
  @Test(arguments: [
    "20150830T123600", "20150830T123600z", "2015-08-30T12:36:00Z", "20150830T246000Z",
    "20150431T000000Z", "20151301T000000Z", "20150830T123660Z", " 20150830T123600Z", "",
  ])
  func timesAreReadStrictly(_ text: String) {
    #expect(SigningTime(text) == nil)
  }

  @Test func timesAreWritten() {
    #expect(SigningTime(unixSeconds: 1_440_938_160)?.text == "20150830T123600Z")
    #expect(SigningTime("20150830T123600Z")?.unixSeconds == 1_440_938_160)
    #expect(SigningTime("20160229T235959Z")?.day == "20160229")
    #expect(SigningTime(unixSeconds: .max) == nil)
  }
}
