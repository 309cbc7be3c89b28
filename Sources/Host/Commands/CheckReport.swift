import JSON

/// What `toolrack check` found, in order.
struct CheckReport: Sendable {
  enum Verdict: String, Sendable {
    case passed, warning, failed
  }

  struct Finding: Sendable, Equatable {
    let verdict: Verdict
    /// What was looked at: file, exports, load, tools, call, stop.
    let subject: String
    let text: String
  }

  private(set) var findings: [Finding] = []

  mutating func add(_ verdict: Verdict, _ subject: String, _ text: String) {
    findings.append(Finding(verdict: verdict, subject: subject, text: text))
  }

  var hasFailed: Bool { findings.contains { $0.verdict == .failed } }

  /// A line per finding and one for the whole.
  var text: String {
    let lines = findings.map { finding in
      let mark =
        switch finding.verdict {
        case .passed: "ok      "
        case .warning: "warning "
        case .failed: "FAILED  "
        }
      return "\(mark) \(finding.subject): \(finding.text)"
    }
    let warnings = findings.count { $0.verdict == .warning }
    let summary = hasFailed ? "the plugin does not pass" : "the plugin passes"
    return (lines + ["\(summary) (\(warnings) warnings)"]).joined(separator: "\n") + "\n"
  }

  var json: JSONValue {
    let list = findings.map { finding -> JSONValue in
      [
        "verdict": .string(finding.verdict.rawValue), "subject": .string(finding.subject),
        "text": .string(finding.text),
      ]
    }
    return ["passed": .bool(!hasFailed), "findings": .array(list)]
  }
}
