import Access
import PluginHost

extension Catalogue {
  /// Everything that is listed, as the policy names it.
  var policyTargets: [PolicyTarget] {
    tools.map { PolicyTarget(.tool, $0.definition.name, of: $0.plugin) }
      + prompts.map { PolicyTarget(.prompt, $0.name, of: $0.owner.plugin) }
      + resources.map { PolicyTarget(.resource, $0.uri, of: $0.owner.plugin) }
      + templates.map { PolicyTarget(.resource, $0.uriTemplate, of: $0.owner.plugin) }
  }
}
