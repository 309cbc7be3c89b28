import CPlatform
import Glibc

/// Whether the dynamic linker would find a library (ld.so(8)): run path of the file,
/// LD_LIBRARY_PATH, the linker's cache and the trusted directories. Only names a missing library
/// early and clearly; dlopen has the last word.
struct LibrarySearch {
  static let cachePath = "/etc/ld.so.cache"
  static let trustedDirectories = ["/lib", "/usr/lib", "/lib64", "/usr/lib64"]

  private let cache: [UInt8]
  private let environmentPath: [String]

  init(libraryPath: String?) {
    cache = (try? FileBytes.read(Self.cachePath, limit: FileBytes.maximumBytes)) ?? []
    environmentPath = libraryPath?.split(separator: ":").map(String.init) ?? []
  }

  /// The first of `names` that is nowhere to be found; `origin` is the directory of the file.
  func firstMissing(_ names: [String], runPath: [String], origin: String) -> String? {
    let own = runPath.map { $0.replacingOrigin(with: origin) }
    let directories = own + environmentPath + Self.trustedDirectories
    return names.first { name in
      !isLoaded(name) && !isCached(name)
        && !directories.contains { access("\($0)/\(name)", R_OK) == 0 }
    }
  }

  private func isLoaded(_ name: String) -> Bool {
    guard let handle = dlopen(name, RTLD_NOLOAD | RTLD_LAZY) else { return false }
    dlclose(handle)
    return true
  }

  /// The cache is a table over a pool of NUL-terminated names; the name stands in it as it is.
  private func isCached(_ name: String) -> Bool {
    let wanted = [0] + Array(name.utf8) + [0]
    return cache.withUnsafeBytes { cache in
      wanted.withUnsafeBytes { wanted in
        guard let pool = cache.baseAddress, let name = wanted.baseAddress else { return false }
        return memmem(pool, cache.count, name, wanted.count) != nil
      }
    }
  }
}

extension String {
  /// `$ORIGIN` and `${ORIGIN}` as ld.so replaces them.
  fileprivate func replacingOrigin(with origin: String) -> String {
    for token in ["${ORIGIN}", "$ORIGIN"] where hasPrefix(token) {
      return origin + dropFirst(token.count)
    }
    return self
  }
}
