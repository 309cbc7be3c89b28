internal import JSON
internal import PluginKit

/// Makes of settings what speaks to the targets.
struct Connections {
  let host: Host

  func target(_ settings: TargetSettings) -> Target {
    let secrets = Secrets(settings.secrets)
    let log: @Sendable (LogLevel, String) -> Void = { [host] level, text in host.log(level, text) }
    var options = UpstreamOptions(
      name: settings.name,
      client: ["name": "toolrack-remote", "version": .string(RemotePlugin.version)])
    options.timeoutMilliseconds = settings.timeoutMilliseconds
    options.cleaned = { secrets.removed(from: $0) }
    options.log = { level, text in
      log(level, "target \(settings.name): \(secrets.removed(from: text))")
    }
    return Target(
      settings, upstream: upstream(settings, options, secrets), secrets: secrets, log: log)
  }

  private func upstream(
    _ settings: TargetSettings, _ options: UpstreamOptions, _ secrets: Secrets
  ) -> any Upstream {
    switch settings.transport {
    case .http(let url, let credentials):
      let target = HTTPTarget(url: url, credentials: self.credentials(credentials, secrets))
      return HTTPUpstream(target, options: options, http: host.http)
    case .process(let command, let environment, let folder):
      let target = StdioTarget(
        command: command[0], arguments: Array(command.dropFirst()), environment: environment,
        workingDirectory: folder)
      return StdioUpstream(target, options: options)
    case .incomplete(_, let gap): return IncompleteUpstream(gap)
    }
  }

  private func credentials(
    _ settings: CredentialSettings, _ secrets: Secrets
  ) -> any OutboundCredentials {
    switch settings {
    case .none, .incomplete: NoCredentials()
    case .fields(let fields): FixedFields(fixed: fields)
    case .clientCredentials(let settings):
      ClientCredentials(settings, secrets: secrets) {
        [http = host.http] request async throws(HTTPFailure) -> HTTPResponse in
        try await http.send(request)
      }
    case .aws(let service, let region):
      SignatureCredentials(service: service, region: region) {
        [aws = host.aws] request, service, region async throws(AWSFailure) -> [HTTPField] in
        try await aws.sign(request, service: service, region: region)
      }
    }
  }
}
