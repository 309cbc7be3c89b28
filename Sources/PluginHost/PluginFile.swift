import Glibc

/// A plugin's shared object in the plugin directory, before anything of it runs.
package struct PluginFile: Sendable, Equatable {
  /// The file's name without `.so`: what configuration, log and tool names call the plugin.
  package let name: String
  package let path: String

  package init(path: String) {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    self.name = file.hasSuffix(".so") ? String(file.dropLast(3)) : file
    self.path = path
  }

  /// The longest name: it becomes part of tool names of at most 64 characters.
  static let maximumNameCount = 32

  /// Every `*.so` of a directory by name. The same file under two names counts once. Throws `file`
  /// where the directory cannot be read or others may write to it.
  package static func all(in directory: String) throws(PluginLoadError) -> [PluginFile] {
    try refuseWorldWritable(directory, what: "the plugin directory")
    guard let stream = opendir(directory) else {
      throw PluginLoadError(
        .file, "cannot read the plugin directory \(directory): \(String(cString: strerror(errno)))")
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".so") && !name.hasPrefix(".") { names.append(name) }
    }
    var seen: Set<FileIdentity> = []
    return names.sorted().map { PluginFile(path: "\(directory)/\($0)") }.filter { file in
      FileIdentity(file.path).map { seen.insert($0).inserted } ?? true
    }
  }

  /// Reads the ELF file and says why it cannot be loaded here, before dlopen runs its constructors.
  /// Returns the names that it exports.
  @discardableResult
  package func inspect() throws(PluginLoadError) -> Set<String> {
    try checkName()
    try Self.refuseWorldWritable(path, what: "the plugin file")
    let elf = try ELFFile(try FileBytes.read(path, limit: FileBytes.maximumBytes))
    try checkEntry(elf)
    let origin = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let search = LibrarySearch(libraryPath: getenv("LD_LIBRARY_PATH").map { String(cString: $0) })
    let missing = search.firstMissing(
      elf.needed, runPath: elf.runPath, origin: origin.joined(separator: "/"))
    if let missing {
      throw PluginLoadError(.link, "it needs \(missing), which is not installed here")
    }
    return elf.exports
  }

  private func checkName() throws(PluginLoadError) {
    let allowed = name.utf8.allSatisfy {
      ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == 45 || $0 == 95
    }
    guard allowed, !name.isEmpty, name.utf8.count <= Self.maximumNameCount else {
      throw PluginLoadError(
        .file,
        "the file name must be 1 to \(Self.maximumNameCount) characters of a-z, 0-9, '-' and '_' "
          + "before .so")
    }
  }

  private func checkEntry(_ elf: ELFFile) throws(PluginLoadError) {
    let entry = PluginLibrary.entryName
    guard !elf.exports.contains(entry) else { return }
    let stem = entry.dropLast(1)
    if let other = elf.exports.first(where: { $0.hasPrefix(stem) }) {
      throw PluginLoadError(
        .entry,
        "it exports \(other), so it is built for another major version of the contract; this host "
          + "knows \(entry)")
    }
    throw PluginLoadError(
      .entry,
      "it does not export \(entry), so it is not a Toolrack plugin (or the symbol is hidden)")
  }

  private static func refuseWorldWritable(
    _ path: String, what: String
  ) throws(PluginLoadError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw PluginLoadError(
        .file, "cannot read \(what) \(path): \(String(cString: strerror(errno)))")
    }
    guard status.st_mode & S_IWOTH == 0 else {
      throw PluginLoadError(
        .file, "everybody may write to \(what) \(path); chmod o-w \(path) makes it loadable")
    }
  }
}

/// A file by device and inode, whatever its path.
private struct FileIdentity: Hashable {
  let device: UInt
  let inode: UInt

  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt(status.st_dev)
    inode = UInt(status.st_ino)
  }
}
