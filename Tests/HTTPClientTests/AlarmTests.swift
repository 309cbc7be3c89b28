import Testing

@testable import HTTPClient

@Suite struct AlarmTests {
  @Test func `It rings for the earliest`() {
    var alarm = Alarm()
    #expect(!alarm.isDue(at: .max - 1))
    alarm.include(20)
    alarm.include(10)
    alarm.include(30)
    #expect(!alarm.isDue(at: 9))
    #expect(alarm.isDue(at: 10))
    alarm.clear()
    #expect(!alarm.isDue(at: 10))
  }

  @Test func `Waiting is long enough and bounded`() {
    var alarm = Alarm()
    #expect(alarm.milliseconds(from: 0, atMost: 60_000) == 60_000)
    alarm.include(5_000_001)
    #expect(alarm.milliseconds(from: 0, atMost: 60_000) == 6)
    #expect(alarm.milliseconds(from: 5_000_001, atMost: 60_000) == 0)
    #expect(alarm.milliseconds(from: 9_000_000, atMost: 60_000) == 0)
  }
}
