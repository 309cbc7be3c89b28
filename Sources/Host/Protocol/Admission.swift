import HTTPServer
import Synchronization

/// A request whose sender is being found out. Whoever takes it has it; the others have nothing. Any
/// thread.
final class Admission: Sendable {
  private let request: Mutex<HTTPRequest?>

  init(_ request: HTTPRequest) {
    self.request = Mutex(request)
  }

  /// The request, once.
  func take() -> HTTPRequest? {
    request.withLock { $0.take() }
  }

  /// Whether nobody has taken it.
  var isPending: Bool { request.withLock { $0 != nil } }
}
