import Access
import HTTPServer
import PluginHost
import Synchronization

/// The streams of notifications of callers who were let in. Each ends when a request like the one
/// that opened it would not be let in any more: its token has ended, its key or its client was
/// removed, or may do something else than before. Calls are no such streams: what was begun in time
/// is answered, within the time that a call may take. Any thread.
final class AdmittedStreams: Sendable {
  /// After so long a proof is checked again though nothing seems to have changed: an issuer's keys
  /// are fetched only when somebody asks.
  static let checkNanoseconds: UInt64 = 60_000_000_000

  private struct Stream: Sendable {
    let admittance: Admittance
    /// What it was checked with last, and when.
    var generation: UInt64
    var checked: UInt64
  }

  private let gate: Gate
  private let end: @Sendable (HTTPExchange) -> Void
  private let streams = Mutex<[HTTPExchange: Stream]>([:])

  /// - Parameter end: ends a stream.
  init(_ gate: Gate, end: @escaping @Sendable (HTTPExchange) -> Void) {
    self.gate = gate
    self.end = end
  }

  /// A stream was opened by a request that was let in.
  func opened(_ exchange: HTTPExchange, by admittance: Admittance) {
    let stream = Stream(
      admittance: admittance, generation: admittance.generation, checked: MonotonicClock.now)
    streams.withLock { $0[exchange] = stream }
  }

  /// A stream has ended, or its client has gone.
  func closed(_ exchange: HTTPExchange) {
    streams.withLock { _ = $0.removeValue(forKey: exchange) }
  }

  /// Ends what must end; to be called often. `now`: nanoseconds of `MonotonicClock`.
  func check(now: UInt64) {
    let generation = gate.generation
    for (exchange, admittance) in due(now: now, generation: generation) {
      gate.stillAdmits(admittance) { [self] isAdmitted in
        guard !isAdmitted, streams.withLock({ $0.removeValue(forKey: exchange) }) != nil else {
          return
        }
        end(exchange)
      }
    }
  }

  private func due(now: UInt64, generation: UInt64) -> [(HTTPExchange, Admittance)] {
    streams.withLock { streams in
      var due: [(HTTPExchange, Admittance)] = []
      for (exchange, stream) in streams
      where stream.generation != generation || gate.hasEnded(stream.admittance)
        || now >= stream.checked + Self.checkNanoseconds
      {
        streams[exchange]?.generation = generation
        streams[exchange]?.checked = now
        due.append((exchange, stream.admittance))
      }
      return due
    }
  }
}
