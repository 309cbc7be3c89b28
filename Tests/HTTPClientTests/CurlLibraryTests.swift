import Testing

@testable import HTTPClient

@Suite struct CurlLibraryTests {
  @Test func `This system's libcurl can be used`() {
    #expect(CurlLibrary.problem() == nil)
  }

  @Test(arguments: ["libcurl-that-is-not-there.so.4", "/etc/passwd", "libm.so.6"])
  func `What cannot be used names the package`(file: String) {
    let problem = CurlLibrary.problem(withFile: file)
    #expect(problem?.contains("Debian's package libcurl4") == true)
  }

  @Test func `A library without the functions is told from none`() {
    #expect(
      CurlLibrary.problem(withFile: "libm.so.6") != CurlLibrary.problem(withFile: "libnone.so"))
  }
}
