internal import PluginKit

/// The endpoints of Lark's server API: all that share its host, in short.
enum Catalogue {
  /// A line each: a letter for the method (G P U A D: GET, POST, PUT, PATCH, DELETE), one for who
  /// may call it (T: the bot, U: a user, B: both, N: nobody, it hands out tokens), one for how
  /// often (see `CatalogueEntry.rate`), then the path after `/open-apis/`, and the name in Lark's
  /// SDK: after `service.version.`, or whole after `!`. Literals, which take no memory until they
  /// are read, and are read anew by each search.
  static let pages = [
    acsToBot, calendarToContact, corehrToDocx, driveToHumanAuthentication,
    imToSecurityAndCompliance, sheetsToWorkplace,
  ]

  private static func forEachLine(_ body: (Substring.UTF8View) -> Void) {
    for page in pages {
      for line in page.utf8.split(separator: 0x0A) { body(line) }
    }
  }

  /// Calls `body` with every entry.
  static func forEach(_ body: (CatalogueEntry) -> Void) {
    forEachLine { line in
      if let entry = CatalogueEntry(line: Substring(line)) { body(entry) }
    }
  }

  /// The endpoint of that path, filled in or not, and the other methods that the path takes.
  static func find(
    _ method: Endpoint.Method, _ segments: [String]
  ) -> (entry: CatalogueEntry?, methods: [Endpoint.Method]) {
    var matches: [(entry: CatalogueEntry, literals: Int)] = []
    let service = segments.first ?? ""
    forEachLine { line in
      // All but a few lines are told apart by the service, without a copy.
      guard line.dropFirst(CatalogueEntry.letterCount).starts(with: service.utf8),
        let entry = CatalogueEntry(line: Substring(line)),
        let literals = entry.literals(matching: segments)
      else { return }
      matches.append((entry, literals))
    }
    let best = matches.filter { $0.entry.method == method }.max { $0.literals < $1.literals }
    return (best?.entry, matches.map(\.entry.method))
  }

  /// Those that hold most of the words, the best ones first, and how many there are.
  static func search(
    _ words: [String], _ method: Endpoint.Method?, limit: Int
  ) -> (entries: [CatalogueEntry], count: Int) {
    let words = WordScore(words)
    var found: [(entry: CatalogueEntry, score: Int)] = []
    forEachLine { line in
      let score = words.score(Array(line.dropFirst(CatalogueEntry.letterCount)))
      guard score > 0, let entry = CatalogueEntry(line: Substring(line)),
        method == nil || entry.method == method
      else { return }
      found.append((entry, score))
    }
    let best = (found.map(\.score).max() ?? 0) / WordScore.perWord
    found = found.filter { $0.score / WordScore.perWord == best }
    found.sort { left, right in
      (right.score, left.entry.path.utf8.count, left.entry.path)
        < (left.score, right.entry.path.utf8.count, right.entry.path)
    }
    return (found.prefix(limit).map(\.entry), found.count)
  }
}
