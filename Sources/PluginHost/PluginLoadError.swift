/// Why a plugin is not loaded: what is wrong, where, and what would be right, in one sentence.
package struct PluginLoadError: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Code: String, Sendable {
    /// The file cannot be read, is not a regular file, or others may write to it.
    case file
    /// Not an ELF shared object for this machine.
    case format
    /// The entry of this contract's major version is not there.
    case entry
    /// A library it needs is missing, or dlopen refused it.
    case link
    /// The plugin's table does not fit this contract.
    case table
    /// `create` failed.
    case create
    /// The list of tools is not usable.
    case tools
    /// The list of prompts is not usable.
    case prompts
    /// The list of resources or of resource templates is not usable.
    case resources
    /// It ended or hung before it was ready.
    case start
    /// A name or URI that it offers is another plugin's already.
    case clash
  }

  package var code: Code
  package var description: String

  package init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
