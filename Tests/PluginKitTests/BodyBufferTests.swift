import Testing

@testable import PluginKit

@Suite struct BodyBufferTests {
  private let failure = HTTPFailure(.broken, "Cut.")

  private func take(_ bytes: [UInt8], into buffer: inout BodyBuffer) -> Bool {
    buffer.append(bytes)
  }

  private func filled(_ parts: String...) -> BodyBuffer {
    var buffer = BodyBuffer()
    for part in parts { #expect(take(Array(part.utf8), into: &buffer)) }
    return buffer
  }

  @Test func whatWaitsIsReadInOnePiece() {
    var buffer = filled("a", "bc")
    #expect(buffer.next() == .success(Array("abc".utf8)))
    #expect(buffer.next() == nil)
    #expect(take([1], into: &buffer))
    #expect(buffer.next() == .success([1]))
  }

  @Test func theEndComesAfterWhatWaitsAndStays() {
    var buffer = filled("a")
    buffer.end(nil)
    #expect(!take([1], into: &buffer))
    #expect(buffer.next() == .success([97]))
    #expect(buffer.next() == .success(nil))
    #expect(buffer.next() == .success(nil))
  }

  @Test func aFailureComesAfterWhatWaitsAndTheFirstOneCounts() {
    var buffer = filled("a")
    buffer.end(failure)
    buffer.end(nil)
    #expect(buffer.next() == .success([97]))
    #expect(buffer.next() == .failure(failure))
    #expect(buffer.next() == .failure(failure))
  }

  @Test func whatIsAbandonedIsDropped() {
    var buffer = filled("a")
    buffer.abandon()
    buffer.end(nil)
    #expect(!take([1], into: &buffer))
    #expect(buffer.next() == .failure(.cancelled))
  }

  @Test func whatEndedUnreadCanBeAbandoned() {
    var buffer = filled("a")
    buffer.end(nil)
    buffer.abandon()
    #expect(buffer.next() == .failure(.cancelled))
  }

  @Test func whatIsReadToItsEndIsNotAbandoned() {
    var buffer = BodyBuffer()
    buffer.end(nil)
    buffer.abandon()
    #expect(buffer.next() == .success(nil))
  }

  @Test func whatWaitsIsBounded() {
    var buffer = BodyBuffer()
    let half = [UInt8](repeating: 7, count: BodyBuffer.maximumUnreadBytes / 2)
    #expect(take(half, into: &buffer) && take(half, into: &buffer))
    #expect(!take([1], into: &buffer))
    guard case .success(let piece?) = buffer.next() else {
      Issue.record("what was taken can be read")
      return
    }
    #expect(piece.count == BodyBuffer.maximumUnreadBytes)
    #expect(buffer.next() == .failure(.unread))
    #expect(!take([1], into: &buffer), "the body has ended")
  }

  @Test func whatIsReadMakesRoom() {
    var buffer = BodyBuffer()
    let whole = [UInt8](repeating: 7, count: BodyBuffer.maximumUnreadBytes)
    for _ in 0..<3 {
      #expect(take(whole, into: &buffer))
      #expect(buffer.next() == .success(whole))
    }
  }
}
