import JSON

/// How a sandbox begins.
struct SandboxSettings: Sendable {
  static let defaultAppID = "cli_sandbox000000000"
  static let defaultAppSecret = "SandboxSecretOnlyForThisMachine0"
  /// Speaks for the first seeded person.
  static let userToken = "u-sandbox.linxiaoyu.0000000000000000"
  /// Longer than any session with a sandbox: nothing here can refresh it.
  static let userTokenSeconds = 30 * CivilTime.secondsPerDay

  var appID = defaultAppID
  var appSecret = defaultAppSecret
  /// Milliseconds since 1970; nil follows the machine's clock.
  var fixedMilliseconds: Int?
  /// What new ids come from.
  var seed: UInt64 = 1
  var takesTenantSearch = false
  var hasRateLimits = true
}

/// Everything a sandbox knows.
struct SandboxState: Sendable {
  static let tenantKey = "736588c9260f175d"

  static let busyMilliseconds = 10

  let settings: SandboxSettings
  var clock: Clock
  var identifiers: Identifiers
  var tokens: Tokens
  var scopes = SeedScopes.scopes
  var limits = RateLimits()
  var pages = Pages()
  var faults = FaultQueue()
  var log = RequestLog()
  /// Search endpoints take a tenant token, as they are reported to do for some tenants.
  var takesTenantSearch: Bool
  let people: People
  var chats: ChatStore
  var messages: MessageStore
  /// By their id.
  var cards: [String: CardEntity] = [:]
  var reactions: [Reaction] = []
  var pins: [Pin] = []
  var uploads = Uploads()
  /// What was made with a key against doing a thing twice, by what it does and the key.
  var made: [String: String] = [:]
  /// The answers to such requests, where the same answer is given again.
  var answers: [String: JSONObject] = [:]
  /// The app has its bot.
  var isBotOn = true
  var calendars: CalendarStore
  /// Rooms that have not answered yet.
  var bookings: [Booking] = []
  var tasks: TaskStore
  var approvals: [ApprovalInstance]
  let meetings: [Meeting]
  var mails: [Mail]
  var grants = Grants()
  var documents: DocumentStore
  /// The blocks of documents, by token, from when they are first asked for.
  var docx: [String: BlockTree] = [:]
  /// Who else may see or edit a document or a folder, by its token.
  var collaborators: [String: [Collaborator]] = [:]
  /// What the links of documents allow, where it was changed.
  var linkSettings: [String: JSONObject] = [:]
  /// By the token of the file.
  var comments: [String: [Comment]] = [:]
  var bases: [String: Base] = [:]
  var spreadsheets: [String: [Sheet]] = [:]
  /// What one caller at a time may do, and until when it is being done, in milliseconds.
  private var busy: [String: Int] = [:]
  /// How long the answer to the request at hand takes.
  var answerMilliseconds = 0
  /// What runs on after its answer: exports, imports, moves of folders.
  var jobs: [String: Job] = [:]
  var media: [String: FormFile] = [:]

  init(_ settings: SandboxSettings) {
    self.settings = settings
    clock = Clock(fixedMilliseconds: settings.fixedMilliseconds)
    identifiers = Identifiers(seed: settings.seed)
    tokens = Tokens(appID: settings.appID, appSecret: settings.appSecret)
    tokens.addUserToken(
      SandboxSettings.userToken, openID: SeedPeople.lin.openID,
      expirySeconds: clock.seconds + SandboxSettings.userTokenSeconds)
    takesTenantSearch = settings.takesTenantSearch
    limits.isOn = settings.hasRateLimits
    people = SeedPeople.people
    chats = SeedChats.store
    messages = SeedChats.messages(at: clock.milliseconds)
    calendars = SeedCalendars.store(at: clock.seconds)
    tasks = SeedTasks.store(at: clock.milliseconds)
    approvals = SeedApprovals.instances(at: clock.milliseconds)
    meetings = SeedMeetings.all(at: clock.seconds)
    mails = SeedMail.all(at: clock.milliseconds)
    documents = SeedDocuments.store(at: clock.seconds)
  }

  /// Begins something that one caller at a time may do; false while another does it. It takes as
  /// long as its answer, except where the clock stands still.
  mutating func enter(_ name: String) -> Bool {
    guard clock.fixedMilliseconds == nil else { return true }
    let now = clock.milliseconds
    guard busy[name] ?? 0 <= now else { return false }
    busy[name] = now + Self.busyMilliseconds
    answerMilliseconds = Self.busyMilliseconds
    return true
  }

  /// As it was in the beginning, except that new ids go on from where they are, so that none comes
  /// twice, and that tokens stay good: clients keep them.
  mutating func reset() {
    let (identifiers, tokens, grants) = (identifiers, tokens, grants)
    self = SandboxState(settings)
    self.identifiers = identifiers
    self.tokens = tokens
    self.grants = grants
  }
}
