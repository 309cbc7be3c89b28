public import PluginABI

/// A plugin: one type with a name and what it offers: tools, prompts, resources. A shared object
/// holds one, and hands it to Toolrack with one line:
///
/// ```swift
/// @c(toolrack_plugin_entry_v1)
/// public func entry() -> PluginTable { PluginEntry.table(of: Greeter.self) }
/// ```
///
/// An instance is used from several threads at once. Handlers run on the threads of Swift
/// concurrency, of which there are few: what blocks for long belongs on a thread of its own.
public protocol Plugin: Sendable {
  /// The plugin's own name, `[a-z0-9-]`, at most 32 bytes: the default prefix of its tools.
  static var name: String { get }
  /// The plugin's version, for people: `1.0.0`.
  static var version: String { get }
  /// The most calls the plugin wants at a time; 0, the default: the host's limit.
  static var maximumConcurrency: Int { get }

  /// Makes the instance. An error means that the plugin is not loaded, and its description is shown
  /// to the operator. A missing setting is no reason to fail: tools list without credentials, and
  /// a call says what to set.
  init(host: Host) throws

  /// The tools, in the order in which they are listed. Read once after `init`, and again after
  /// `Host.toolsChanged()`.
  var tools: [Tool] { get }

  /// The prompts, in the order in which they are listed. Read once after `init`, and again after
  /// `Host.promptsChanged()`. The default has none.
  var prompts: [Prompt] { get }

  /// The resources, in the order in which they are listed. Read once after `init`, and again after
  /// `Host.resourcesChanged()`. The default has none.
  var resources: [Resource] { get }

  /// Shapes of further resources, read as `resources`. A URI that is listed there is not looked for
  /// here; of several templates that match it, the first counts. The default has none.
  var resourceTemplates: [ResourceTemplate] { get }

  /// A first client subscribed to changes of a resource, or the last one left. What has changed is
  /// told with `Host.resourceUpdated`, which is also right where nobody listens. Any thread; does
  /// not wait. The default does nothing.
  func subscribed(to uri: String, _ isSubscribed: Bool)

  /// No call comes after this one; background work ends now. The host waits for it for at most
  /// five seconds. The default does nothing.
  func quiesce() async
}

extension Plugin {
  /// The host's limit.
  public static var maximumConcurrency: Int { 0 }

  /// None.
  public var prompts: [Prompt] { [] }

  /// None.
  public var resources: [Resource] { [] }

  /// None.
  public var resourceTemplates: [ResourceTemplate] { [] }

  /// Does nothing.
  public func subscribed(to uri: String, _ isSubscribed: Bool) {}

  /// Does nothing.
  public func quiesce() async {}
}

/// What the entry of a plugin returns: the table of the contract (`toolrack_plugin.h`).
public typealias PluginTable = UnsafePointer<toolrack_plugin>
