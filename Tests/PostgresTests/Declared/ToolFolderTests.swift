import Glibc
import Testing

@testable import Postgres

@Suite struct ToolFolderTests {
  /// A folder of its own, taken away at the end.
  private final class Folder {
    let path: String

    init() throws {
      var template = Array("/tmp/toolrack-tools-XXXXXX".utf8CString)
      let isMade = mkdtemp(&template) != nil
      try #require(isMade)
      path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit { run("rm -rf \(path)") }

    func run(_ command: String) { _ = system("cd \(path) && \(command)") }
  }

  private func names(_ folder: ToolFolder) -> [String] {
    folder.files().map { file in
      switch file {
      case .success(let file): file.name
      case .failure(let problem): "\(problem)"
      }
    }
  }

  @Test func onlyJSONFilesAreRead() throws {
    let folder = try Folder()
    folder.run("echo {} > b.json; echo {} > a.json; echo x > notes.txt; echo x > .hidden.json")
    folder.run("echo x > a.json~")
    #expect(names(ToolFolder(path: folder.path)) == ["a.json", "b.json"])
  }

  @Test func whatCannotBeReadIsSaid() throws {
    let folder = try Folder()
    folder.run("mkdir d.json; mkfifo p.json; ln -s nowhere s.json; echo '{' > w.json")
    folder.run("head -c 1048577 /dev/zero > z.json")
    let said = names(ToolFolder(path: folder.path))
    #expect(said.count == 5)
    #expect(said[0] == "d.json: this is no regular file")
    #expect(said[1] == "p.json: this is no regular file")
    #expect(said[2].hasPrefix("s.json: the file cannot be read: "))
    #expect(said[3].hasPrefix("w.json:2:1: "))
    #expect(said[4] == "z.json: the file is larger than 1048576 bytes")
    #expect(names(ToolFolder(path: folder.path + "/no")).count == 1)
  }

  @Test(
    arguments: [
      "echo '[ ]' > a.json", "echo '[]' > b.json", "rm a.json", "mv a.json b.json",
      "echo '{}' > new; mv new a.json", "ln -sfn two ..data", "touch -d 2001-01-01 a.json",
    ])
  func everyWayToReplaceAFileIsSeen(_ change: String) throws {
    let folder = try Folder()
    folder.run("echo {} > a.json; mkdir one two; echo 1 > one/c.json; echo 1 > two/c.json")
    folder.run("ln -s one ..data; ln -s ..data/c.json c.json")
    let tools = ToolFolder(path: folder.path)
    let before = tools.fingerprint()
    #expect(tools.fingerprint() == before)
    folder.run("echo x > other.txt")
    #expect(tools.fingerprint() == before)
    folder.run(change)
    #expect(tools.fingerprint() != before)
  }
}
