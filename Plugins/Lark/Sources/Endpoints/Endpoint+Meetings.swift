/// Endpoints of Lark for meetings and minutes.
extension Endpoint {
  static let findMeetingsByNumber = Endpoint(
    "find_meetings_by_number", .get, "/open-apis/vc/v1/meetings/list_by_no",
    .botOrUser, .tier3, .read,
    scopes: ["vc:meeting.meetingid:read", "vc:meeting:readonly"])

  static let searchMeetings = Endpoint(
    "search_meetings", .post, "/open-apis/vc/v1/meetings/search",
    .user, .tier3, .read,
    scopes: ["vc:meeting.search:read"])

  static let getMeeting = Endpoint(
    "get_meeting", .get, "/open-apis/vc/v1/meetings/:meeting_id",
    .botOrUser, .tier4, .read,
    scopes: ["vc:meeting.meetingevent:read", "vc:meeting:readonly"])

  static let meetingRecording = Endpoint(
    "meeting_recording", .get, "/open-apis/vc/v1/meetings/:meeting_id/recording",
    .botOrUser, .tier4, .read,
    scopes: ["vc:record:readonly"])

  static let meetingNotes = Endpoint(
    "meeting_notes", .get, "/open-apis/vc/v1/notes/:note_id",
    .userOrPerhapsBot, .tier4, .read,
    scopes: ["vc:note:read"])

  static let getMinutes = Endpoint(
    "get_minutes", .get, "/open-apis/minutes/v1/minutes/:minute_token",
    .botOrUser, .tier6, .read,
    scopes: ["minutes:minutes", "minutes:minutes.basic:read", "minutes:minutes:readonly"])

  static let searchMinutes = Endpoint(
    "search_minutes", .post, "/open-apis/minutes/v1/minutes/search",
    .userOrPerhapsBot, .tier3, .read,
    scopes: ["minutes:minutes.search:read"])

  static let minutesTranscript = Endpoint(
    "minutes_transcript", .get, "/open-apis/minutes/v1/minutes/:minute_token/transcript",
    .botOrUser, .tier6, .read,
    scopes: ["minutes:minute:download", "minutes:minutes.transcript:export"])

  static let minutesArtifacts = Endpoint(
    "minutes_artifacts", .get, "/open-apis/minutes/v1/minutes/:minute_token/artifacts",
    .botOrUser, .tier6, .read,
    scopes: ["minutes:minutes.artifacts:read"])

  static let meetings: [Endpoint] = [
    .findMeetingsByNumber, .searchMeetings, .getMeeting, .meetingRecording, .meetingNotes,
    .getMinutes, .searchMinutes, .minutesTranscript, .minutesArtifacts,
  ]
}
