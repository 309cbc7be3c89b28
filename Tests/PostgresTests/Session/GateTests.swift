import CLibpq
import Glibc
import Testing

/// A connection of which the far end is ours.
private final class Line {
  let near: Int32
  let far: Int32

  init() {
    var pair: [Int32] = [0, 0]
    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0, &pair)
    (near, far) = (pair[0], pair[1])
  }

  deinit {
    Glibc.close(near)
    Glibc.close(far)
  }

  static func read(_ descriptor: Int32, _ count: Int) -> Int {
    var bytes = [UInt8](repeating: 0, count: count)
    return Glibc.read(descriptor, &bytes, count)
  }

  static func write(_ descriptor: Int32, _ count: Int) -> Int {
    Glibc.write(descriptor, [UInt8](repeating: 7, count: count), count)
  }
}

@Suite struct GateTests {
  @Test func onlyWhatHasPassedCanBeRead() throws {
    let line = Line()
    let gate = try #require(clibpq_gate_open(line.near))
    defer { clibpq_gate_abandon(gate) }
    #expect(Line.write(line.far, 100_000) == 100_000)
    #expect(Line.read(line.near, 200_000) == -1)
    let passed = Int(clibpq_gate_pass(gate))
    #expect(passed > 0 && passed < 100_000)
    #expect(!clibpq_gate_is_empty(gate))
    // Nothing more as long as that is not read.
    #expect(clibpq_gate_pass(gate) == 0)
    #expect(Line.read(line.near, 200_000) == passed)
    #expect(clibpq_gate_is_empty(gate))
    #expect(Int(clibpq_gate_pass(gate)) == 100_000 - passed)
  }

  @Test func whatIsWrittenMeanwhileReachesTheServer() throws {
    let line = Line()
    let gate = try #require(clibpq_gate_open(line.near))
    #expect(Line.write(line.near, 3) == 3)
    _ = clibpq_gate_pass(gate)
    #expect(Line.read(line.far, 10) == 3)
    #expect(Line.write(line.near, 4) == 4)
    clibpq_gate_close(gate)
    #expect(Line.read(line.far, 10) == 4)
  }

  @Test func afterItTheDescriptorIsTheConnectionAgain() throws {
    let line = Line()
    let gate = try #require(clibpq_gate_open(line.near))
    clibpq_gate_close(gate)
    #expect(Line.write(line.far, 5) == 5)
    #expect(Line.read(line.near, 10) == 5)
    #expect(Line.write(line.near, 6) == 6)
    #expect(Line.read(line.far, 10) == 6)
  }

  @Test func theServersEndIsTheEnd() throws {
    let line = Line()
    let gate = try #require(clibpq_gate_open(line.near))
    defer { clibpq_gate_abandon(gate) }
    shutdown(line.far, Int32(SHUT_WR))
    #expect(clibpq_gate_pass(gate) == 0)
    #expect(Line.read(line.near, 10) == 0)
  }
}
