import Access

/// `toolrack issuer`: the keys that the issuer of tokens signs with.
enum IssuerCommand {
  /// The longest time before a new key signs, in seconds.
  private static let maximumAfterSeconds = 86_400

  static func run(_ words: [String]) throws(UsageError) -> ExitStatus {
    let arguments = try Arguments(words, valued: ["config", "after"], flags: ["revoke"])
    guard let configuration = arguments.values["config"] else {
      throw UsageError(description: "this command needs --config FILE, which has access.issuer")
    }
    guard [["rotate"], ["keys"]].contains(arguments.operands) else {
      throw UsageError(description: "this command is issuer rotate or issuer keys")
    }
    let after = try after(arguments)
    do throws(IssuerError) {
      let settings = try settings(configuration)
      if arguments.operands == ["keys"] {
        try list(settings)
      } else {
        try rotate(settings, after, arguments.flags.contains("revoke"))
      }
      return .success
    } catch {
      StandardStream.error.write("toolrack: \(error.text)\n")
      return .failure
    }
  }

  /// Seconds until the new key signs: as long as others may keep the key set without it.
  private static func after(_ arguments: Arguments) throws(UsageError) -> Int64 {
    guard let text = arguments.values["after"] else {
      return arguments.flags.contains("revoke") ? 0 : TokenIssuer.publishedSeconds
    }
    guard let seconds = Int(text), (0...maximumAfterSeconds).contains(seconds),
      !arguments.flags.contains("revoke")
    else {
      throw UsageError(
        description: "--after takes seconds from 0 to \(maximumAfterSeconds), without --revoke")
    }
    return Int64(seconds)
  }

  private static func settings(_ path: String) throws(IssuerError) -> IssuerSettings {
    do throws(ConfigurationError) {
      if case .rules(let settings) = try ConfigurationReader.read(path: path).access,
        let issuer = settings.issuer
      {
        return issuer
      }
    } catch {
      throw IssuerError(error.description)
    }
    throw IssuerError("\(path) has no access.issuer")
  }

  private static func rotate(
    _ settings: IssuerSettings, _ after: Int64, _ revokesOthers: Bool
  ) throws(IssuerError) {
    let now = Timestamp.seconds
    let id = try IssuerKeyFile(path: settings.keys).rotate(
      now: now, signsFrom: now + after, tokenSeconds: settings.tokenSeconds,
      revokesOthers: revokesOthers)
    StandardStream.output.write("\(id)  signs from: \(Timestamp.text(unixSeconds: now + after))\n")
    if revokesOthers {
      StandardStream.error.write(
        "All other keys are gone: the tokens that they signed are void here at once, and elsewhere "
          + "as soon as the key set is fetched again.\n")
    }
  }

  private static func list(_ settings: IssuerSettings) throws(IssuerError) {
    let file = IssuerKeyFile(path: settings.keys)
    for key in try file.entries(tokenSeconds: settings.tokenSeconds) {
      let start = Timestamp.text(unixSeconds: key.signsFrom)
      let end = key.end.map { ", is published until: \(Timestamp.text(unixSeconds: $0))" } ?? ""
      StandardStream.output.write("\(key.id)  signs from: \(start)\(end)\n")
    }
  }
}
