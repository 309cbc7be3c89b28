private import CCurl

/// libcurl, opened at run time.
enum CurlLibrary {
  /// A sentence about why libcurl cannot be used, or nil: it can. Opens it, which takes some
  /// milliseconds the first time in a process.
  static func problem() -> String? { problem(with: ccurl_library_open()) }

  /// The same about that file, which is then not used.
  static func problem(withFile file: String) -> String? {
    problem(with: ccurl_library_try(file))
  }

  private static func problem(with library: ccurl_library) -> String? {
    let remedy = "install Debian's package libcurl4, version 7.84 or later"
    return switch library {
    case CCURL_READY: nil
    case CCURL_MISSING:
      "Outbound HTTP needs libcurl.so.4, which is not on this system; \(remedy)."
    case CCURL_TOO_OLD:
      "Outbound HTTP needs libcurl 7.84 or later, and this system has an older one; \(remedy)."
    case CCURL_INCOMPLETE:
      "Outbound HTTP needs a complete libcurl, and this system's lacks a function; \(remedy)."
    default: "Outbound HTTP needs libcurl, and this system's does not initialise; \(remedy)."
    }
  }
}
