/// Looks at what a login could do besides reading. What is taken from the role, no text can use,
/// whatever the guard overlooks.
enum Doctor {
  /// Older servers are not asked anything.
  static let minimumVersion = 130_000
  /// So many objects are named in a finding.
  static let namedSubjects = 5

  /// Of the current role, which is the login or a role that the session has set. The graver ones
  /// come first. Where the connection may write, its rights to do so are no finding.
  static func examine(
    _ session: Session, _ settings: DatabaseSettings
  ) throws(PostgresFailure) -> [Finding] {
    guard session.facts.version >= minimumVersion else { return [tooOld(session.facts.version)] }
    let rows = try session.rows(query)
    var findings: [Finding] = []
    for row in 0..<rows.count {
      guard let code = rows[row, 0].flatMap(Code.init(rawValue:)),
        let count = rows[row, 1].flatMap({ Int($0) }), let names = rows[row, 2],
        let fix = rows[row, 3]
      else { continue }
      let more = count > namedSubjects ? "\(names) and \(count - namedSubjects) more" : names
      if var finding = finding(code, more, fix, settings) {
        if code == .functionWithEffects { finding.fix = try hardening(session, settings.identity) }
        findings.append(finding)
      }
    }
    return findings.filter { $0.severity == .refuse } + findings.filter { $0.severity == .warn }
  }

  enum Code: String {
    case superuser
    case bypassRLS = "bypass-rls"
    case replication
    case createRole = "create-role"
    case createDatabase = "create-database"
    case membership, owner
    case writingMembership = "writing-membership"
    case writePrivilege = "write-privilege"
    case sequencePrivilege = "sequence-privilege"
    case schemaCreate = "schema-create"
    case databaseCreate = "database-create"
    case temporaryTables = "temporary-tables"
    case dangerousFunction = "dangerous-function"
    case untrustedFunction = "untrusted-function"
    case setConfig = "set-config"
    case securityDefiner = "security-definer"
    case functionWithEffects = "function-with-effects"
  }

  /// Nil: none for such a connection.
  static func finding(
    _ code: Code, _ names: String, _ fix: String, _ settings: DatabaseSettings
  ) -> Finding? {
    let writes = settings.mode == .readwrite
    switch code {
    case .owner, .writePrivilege, .sequencePrivilege, .schemaCreate, .databaseCreate,
      .temporaryTables, .writingMembership:
      if writes { return nil }
    default: break
    }
    let severity = severity(code, settings)
    return Finding(code: code.rawValue, severity: severity, what: what(code, names), fix: fix)
  }

  private static func severity(_ code: Code, _ settings: DatabaseSettings) -> Finding.Severity {
    switch code {
    case .temporaryTables, .functionWithEffects, .securityDefiner: .warn
    case .setConfig: settings.identity.needsClosedSetConfig ? .refuse : .warn
    default: .refuse
    }
  }

  private static func what(_ code: Code, _ names: String) -> String {
    switch code {
    case .superuser: "The role \(names) is a superuser: nothing on the server is closed to it."
    case .bypassRLS: "The role \(names) reads past row-level security."
    case .replication: "The role \(names) may copy the whole server by replication."
    case .createRole: "The role \(names) may create and change roles."
    case .createDatabase: "The role \(names) may create databases."
    case .membership, .writingMembership:
      "The role is a member of \(names), which may do more than read."
    case .owner: "The role owns, itself or by membership: \(names)."
    case .writePrivilege: "The role may change rows of \(names)."
    case .sequencePrivilege: "The role may advance the sequences \(names)."
    case .schemaCreate: "The role may create objects in the schemas \(names)."
    case .databaseCreate: "The role may create schemas in the database \(names)."
    case .temporaryTables: "The role may create temporary tables in the database \(names)."
    case .dangerousFunction:
      "The role may execute functions that reach files, other servers or the server itself: "
        + "\(names)."
    case .untrustedFunction: "The role may execute functions in untrusted languages: \(names)."
    case .setConfig:
      "The role may execute set_config, with which one statement can change its role and the "
        + "variables that row-level security looks at."
    case .securityDefiner:
      "The role may execute functions that run as their owners and may have effects: \(names)."
    case .functionWithEffects:
      "The role may execute functions with effects that a read-only transaction does not stop: "
        + "\(names)."
    }
  }

  private static func tooOld(_ version: Int) -> Finding {
    Finding(
      code: "version", severity: .refuse,
      what: "The server is PostgreSQL \(version / 10_000); 13 is the oldest that is supported.",
      fix: "-- upgrade the server to PostgreSQL 13 or newer")
  }
}
