/// What a thread does before it sleeps until something comes: it looks and lets others run a few
/// times more. What it waits for is often some microseconds away, and to be put to sleep and woken
/// costs more than that; under load it comes back to several things at once.
enum GivingWay {
  static let times = 10
}
