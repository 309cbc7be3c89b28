import JSON

/// The calendars, with events around today, so that there is always something on.
enum SeedCalendars {
  typealias Everyone = SeedPeople

  static let room = (id: SeedIdentifier.room("yunshan"), name: "云杉厅 (12 seats)")

  static func primaryID(of person: Person) -> String {
    SeedIdentifier.calendar("primary/\(person.key)")
  }

  static let botID = SeedIdentifier.calendar("primary/bot")
  static let onCallID = SeedIdentifier.calendar("shared/on-call")
  static let holidaysID = SeedIdentifier.calendar("shared/holidays")
  /// Of a type whose events the Open API does not serve.
  static let googleID = SeedIdentifier.calendar("google/david.miller")
  static let deletedID = SeedIdentifier.calendar("shared/deleted")

  static func store(at seconds: Int) -> CalendarStore {
    CalendarStore(calendars: calendars, events: SeedEvents(now: seconds).all)
  }

  private static let calendars: [Calendar] = {
    var calendars = Everyone.people.all.filter { !$0.hasResigned }.map(primary)
    calendars.append(
      Calendar(id: botID, summary: Bot.name, isBots: true, othersRole: .freeBusyReader))
    calendars.append(
      Calendar(
        id: onCallID, summary: "Platform on-call 值班", about: "Who carries the pager",
        type: "shared", permissions: "public", botRole: .writer, othersRole: .reader))
    calendars.append(
      Calendar(
        id: holidaysID, summary: "公司假期 Company holidays", type: "shared",
        permissions: "public", botRole: .reader, othersRole: .reader))
    calendars.append(
      Calendar(
        id: googleID, summary: "David (Google)", type: "google", person: Everyone.david,
        botRole: .reader))
    calendars.append(
      Calendar(
        id: deletedID, summary: "旧项目 Old project", type: "shared", isDeleted: true,
        botRole: .reader))
    return calendars
  }()

  private static func primary(of person: Person) -> Calendar {
    Calendar(
      id: primaryID(of: person), summary: person.name, person: person,
      botRole: botRole(on: person))
  }

  /// Most people let the app read; one lets it write, two let it see no more than their hours.
  private static func botRole(on person: Person) -> Calendar.Role {
    switch person.key {
    case Everyone.chen.key: .writer
    case Everyone.zhou.key, Everyone.liu.key: .freeBusyReader
    default: .reader
    }
  }
}
