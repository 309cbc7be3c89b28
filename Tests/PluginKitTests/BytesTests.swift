import PluginABI
import Testing

@testable import PluginKit

@Suite struct BytesTests {
  @Test func aNullPointerIsNoBytesWhateverTheCount() {
    let bytes = toolrack_bytes(pointer: nil, count: 9)
    #expect(bytes.array.isEmpty)
    #expect(bytes.string.isEmpty)
  }

  @Test func whatIsNoUTF8IsRepaired() {
    let bytes: [UInt8] = [0x61, 0xFF, 0x62]
    #expect(bytes.withBytes(\.string) == "a\u{FFFD}b")
  }

  @Test func aTransferredBlobIsTakenOnce() {
    let blob = toolrack_blob(transferring: [1, 2, 3])
    #expect(blob.bytes.count == 3)
    #expect(blob.release != nil)
    #expect(blob.take() == [1, 2, 3])
    #expect(toolrack_blob(transferring: []).take().isEmpty)
  }

  @Test func viewsStayWhileTheArenaGrows() {
    var arena = Arena()
    let views = (0..<1000).map { arena.view("text \($0)") }
    #expect(views.indices.allSatisfy { views[$0].string == "text \($0)" })
    #expect(arena.view("").count == 0)
    withExtendedLifetime(arena) {}
  }

  @Test func aLatchStaysOpen() {
    let latch = Latch()
    #expect(!latch.wait(milliseconds: 1))
    latch.open()
    #expect(latch.wait(milliseconds: 0))
    #expect(latch.wait(milliseconds: 0))
  }
}
