internal import JSON
internal import Synchronization

/// Looks for documents: in Lark's search as the user, or as the bot where it takes that, else in
/// what is shared with the app. Any thread.
final class SearchDocs: Sendable {
  /// Left of the call's time when the walk through folders and wikis stops.
  static let reserveMilliseconds: Int64 = 4_000

  private let client: LarkClient
  private let memory = Mutex(SearchMemory())

  init(client: LarkClient) { self.client = client }

  /// One page of documents.
  struct Page: Sendable {
    var scope: SearchScope
    var documents: [FoundDocument]
    var total: Int64?
    var next: SearchCursor?
    /// Whether all documents of the scope were looked at.
    var isComplete = true
    /// Why it is not complete, where Lark said so.
    var failures: [LarkFailure] = []
  }

  /// Why a scope gave no answer.
  struct Skipped: Sendable {
    var scope: SearchScope
    var failure: LarkFailure
  }

  func run(
    _ arguments: SearchDocsArguments, _ context: CallContext
  ) async throws(LarkFailure) -> SearchReport {
    let query = try SearchQuery(arguments)
    var skipped: [Skipped] = []
    var page: Page
    if let token = arguments.pageToken?.nonEmpty {
      page = try await self.page(query, try SearchCursor(token), context)
    } else {
      page = try await firstPage(query, context, &skipped)
    }
    page.documents = await withLinks(page.documents, context)
    return SearchReport(
      query: query, page: page, skipped: skipped, brand: client.settings.brand,
      actedAs: context.actedAs)
  }

  /// The first scope that answers.
  private func firstPage(
    _ query: SearchQuery, _ context: CallContext, _ skipped: inout [Skipped]
  ) async throws(LarkFailure) -> Page {
    for scope in [SearchScope.docWiki, .legacy] {
      if scope == .legacy, query.legacyBody(offset: 0) == nil { continue }
      do throws(LarkFailure) {
        if let refusal = refusal(of: scope, context) { throw refusal }
        return try await page(query, SearchCursor(firstOf: scope), context)
      } catch {
        guard SearchDocs.refusesBot(error) else { throw error }
        remember(scope, error, context)
        skipped.append(Skipped(scope: scope, failure: error))
      }
    }
    return try await page(query, SearchCursor(firstOf: .index), context)
  }

  /// The scope takes no bot, or the app lacks its permission: another scope may do.
  static func refusesBot(_ failure: LarkFailure) -> Bool {
    wantsUser(failure) || failure.apiError?.meaning.kind == .scope
  }

  /// The code for a refused token also stands for a kind of token that is not taken.
  private static func wantsUser(_ failure: LarkFailure) -> Bool {
    failure.apiError?.meaning.kind == .identity || failure.code == ErrorCode.tokenNotTaken
  }

  private func page(
    _ query: SearchQuery, _ cursor: SearchCursor, _ context: CallContext
  ) async throws(LarkFailure) -> Page {
    switch cursor.scope {
    case .docWiki: try await docWikiPage(query, cursor, context)
    case .legacy: try await legacyPage(query, cursor.offset ?? 0, context)
    case .index: try await indexPage(query, cursor.offset ?? 0, context)
    }
  }

  private func docWikiPage(
    _ query: SearchQuery, _ cursor: SearchCursor, _ context: CallContext
  ) async throws(LarkFailure) -> Page {
    let payload = try await client.send(
      APIRequest(
        .searchDocs, body: query.docWikiBody(pageToken: cursor.position.nonEmpty),
        purpose: "search documents"), context)
    let hasMore = payload["has_more"]?.bool == true
    let next = hasMore ? payload["page_token"]?.nonEmptyString : nil
    return Page(
      scope: .docWiki,
      documents: (payload["res_units"]?.array ?? []).compactMap { FoundDocument(docWiki: $0) },
      total: payload["total"]?.integer, next: next.map { SearchCursor(.docWiki, $0) })
  }

  private func legacyPage(
    _ query: SearchQuery, _ offset: Int, _ context: CallContext
  ) async throws(LarkFailure) -> Page {
    guard let body = query.legacyBody(offset: offset) else {
      return Page(scope: .legacy, documents: [])
    }
    let payload = try await client.send(
      APIRequest(.searchDocsLegacy, body: body, purpose: "search documents"), context)
    let items = payload["docs_entities"]?.array ?? []
    let next = offset + items.count
    let hasMore = payload["has_more"]?.bool == true && !items.isEmpty
    return Page(
      scope: .legacy, documents: items.compactMap { FoundDocument(legacy: $0) },
      total: payload["total"]?.integer,
      next: hasMore && query.legacyBody(offset: next) != nil
        ? SearchCursor(.legacy, String(next)) : nil)
  }

  private func indexPage(
    _ query: SearchQuery, _ offset: Int, _ context: CallContext
  ) async throws(LarkFailure) -> Page {
    let index = try await index(context)
    let matches = index.matches(query)
    let shown = matches.dropFirst(offset).prefix(query.pageSize)
    let next = offset + shown.count
    return Page(
      scope: .index, documents: Array(shown), total: Int64(matches.count),
      next: next < matches.count && !shown.isEmpty ? SearchCursor(.index, String(next)) : nil,
      isComplete: index.isComplete, failures: index.failures)
  }

  /// Throws only where nothing at all could be read.
  private func index(_ context: CallContext) async throws(LarkFailure) -> VisibleIndex {
    let start = client.clock.monotonicMilliseconds()
    if let known = memory.withLock({ $0.index(at: start) }) { return known }
    var index = VisibleIndex()
    while context.remainingMilliseconds() > SearchDocs.reserveMilliseconds, let step = index.next()
    {
      do throws(LarkFailure) {
        index.received(try await client.send(VisibleIndex.request(step), context), for: step)
      } catch {
        guard error.apiError != nil else { throw error }
        index.failed(error)
      }
    }
    if index.documents.isEmpty, let failure = index.failures.first { throw failure }
    let now = client.clock.monotonicMilliseconds()
    memory.withLock { [index] in $0.keep(index, at: now) }
    return index
  }

  /// Best effort: without an answer, links of the usual form do.
  private func withLinks(
    _ documents: [FoundDocument], _ context: CallContext
  ) async -> [FoundDocument] {
    let start = client.clock.monotonicMilliseconds()
    guard let request = DocumentLinks.request(for: documents),
      memory.withLock({ $0.asksForLinks(at: start) })
    else { return documents }
    do throws(LarkFailure) {
      return DocumentLinks.completed(documents, with: try await client.send(request, context))
    } catch {
      let now = client.clock.monotonicMilliseconds()
      if let refusal = error.apiError, !refusal.meaning.isRetryable {
        memory.withLock { $0.linksRefused(at: now) }
      }
      return documents
    }
  }

  /// What was learned as the bot says nothing of users.
  private func refusal(of scope: SearchScope, _ context: CallContext) -> LarkFailure? {
    guard !client.credentials.hasUserToken(context) else { return nil }
    let now = client.clock.monotonicMilliseconds()
    return memory.withLock { $0.refusal(of: scope, at: now) }
  }

  private func remember(
    _ scope: SearchScope, _ failure: LarkFailure, _ context: CallContext
  ) {
    guard SearchDocs.wantsUser(failure), !client.credentials.hasUserToken(context) else { return }
    let now = client.clock.monotonicMilliseconds()
    memory.withLock { memory in
      if memory.refusal(of: scope, at: now) == nil { memory.refused(scope, failure, at: now) }
    }
  }
}
