import JSON
import Testing

@testable import LarkSandbox

@Suite struct FormTests {
  private let type = "multipart/form-data; boundary=\"x y\""

  private func read(_ text: String) -> FormData? {
    FormData(Array(text.utf8), contentType: type)
  }

  @Test func fieldsAndFiles() throws {
    let form = try #require(
      read(
        "--x y\r\nContent-Disposition: form-data; name=\"size\"\r\n\r\n3\r\n--x y\r\n"
          + "content-type: text/plain\r\n"
          + "Content-Disposition: form-data; name=\"f\"; filename=\"é.txt\"\r\n\r\na\r\n\r\nb"
          + "\r\n--x y--\r\n"))
    #expect(form.fields == ["size": "3"])
    #expect(form.files["f"]?.name == "é.txt" && form.files["f"]?.contentType == "text/plain")
    #expect(form.files["f"]?.bytes == Array("a\r\n\r\nb".utf8))
  }

  @Test(arguments: [
    "", "--x y", "--x y\r\n", "--x y\r\nno head\r\n--x y--", "--other--",
    "--x y\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x y--",
    "--x y\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno end",
  ])
  func whatIsNoForm(_ text: String) {
    #expect(read(text) == nil)
  }

  @Test func downloadsHaveSafeNames() {
    let file = FormFile(name: "报\"告\r.txt", contentType: "text/plain", bytes: [])
    #expect(!file.disposition.contains("\r") && !file.disposition.contains("\"告"))
    #expect(file.disposition.hasSuffix("filename*=UTF-8''%E6%8A%A5%22%E5%91%8A%0D.txt"))
  }
}
