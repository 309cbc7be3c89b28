/// Where a service is asked.
enum ServiceEndpoint {
  /// Partitions by how their regions begin, with the domain of their services.
  private static let domains = [
    ("cn-", "amazonaws.com.cn"), ("us-iso-", "c2s.ic.gov"), ("us-isob-", "sc2s.sgov.gov"),
    ("eu-isoe-", "cloud.adc-e.uk"), ("us-isof-", "csp.hci.ic.gov"), ("eusc-", "amazonaws.eu"),
  ]

  /// The URL of a service of a region, or what the environment says in its place:
  /// `AWS_ENDPOINT_URL_` and the service's name, or `AWS_ENDPOINT_URL`, unless
  /// `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` is true.
  static func url(_ service: String, region: String, _ environment: Environment) -> String {
    if !environment.isTrue("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") {
      let name = variableName(service)
      if let url = environment["AWS_ENDPOINT_URL_\(name)"] ?? environment["AWS_ENDPOINT_URL"] {
        return url
      }
    }
    let domain = domains.first { region.hasPrefix($0.0) }?.1 ?? "amazonaws.com"
    return "https://\(service).\(region).\(domain)/"
  }

  /// The service's id in capitals, as botocore makes it.
  private static func variableName(_ service: String) -> String {
    service == "secretsmanager" ? "SECRETS_MANAGER" : service.uppercased()
  }
}
