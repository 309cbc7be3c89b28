/// Who hears of what the plugins offer. Both are called on any thread, and must not wait for a
/// plugin.
package struct PluginHostObserver: Sendable {
  /// There is another catalogue, with these lists other than before. In order of generation, one at
  /// a time; several changes at a time are one report.
  package var catalogueChanged: @Sendable (Catalogue, ListChanges) -> Void
  /// The content of a resource has changed. A plugin that says so all the time is heard once in
  /// `ResourceUpdates.intervalNanoseconds` per resource.
  package var resourceUpdated: @Sendable (_ uri: String) -> Void

  package init(
    catalogueChanged: @escaping @Sendable (Catalogue, ListChanges) -> Void = { _, _ in },
    resourceUpdated: @escaping @Sendable (_ uri: String) -> Void = { _ in }
  ) {
    self.catalogueChanged = catalogueChanged
    self.resourceUpdated = resourceUpdated
  }
}
