internal import Glibc

/// Why a server could not be made. `description` says what failed and what would be right.
package struct HTTPServerError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence for people.
  package let description: String
  /// The error number of the system call that failed; 0 where none did.
  package let systemError: Int32

  init(_ description: String) {
    self.description = description
    systemError = 0
  }

  /// A system call that has just failed with `number`.
  init(_ what: String, errno number: Int32) {
    description = "\(what): \(String(cString: strerror(number)))."
    systemError = number
  }
}
