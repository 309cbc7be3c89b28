extension EndpointFacts {
  static let vc = """
    GET /vc/v1/meetings/list_by_no TU 100/m
      scopes vc:meeting.meetingid:read vc:meeting:readonly
      query meeting_no! start_time! end_time! page_token page_size:i#..50
    POST /vc/v1/meetings/search U 100/m
      scopes vc:meeting.search:read
      query page_token page_size:i
      body query meeting_filter{ organizer_ids[]~0..128 participant_ids[]~0..128
        open_room_ids[]~0..128 start_time:a }
    GET /vc/v1/meetings/:meeting_id TU 50/s 1000/m
      scopes vc:meeting.meetingevent:read vc:meeting:readonly
      query with_participants:b with_meeting_ability:b user_id_type=open_id|union_id|user_id
        query_mode:i=0|1
    GET /vc/v1/meetings/:meeting_id/recording TU 50/s 1000/m
      scopes vc:record:readonly
    GET /vc/v1/notes/:note_id U 50/s 1000/m
      scopes vc:note:read
      query user_id_type=open_id|union_id|user_id
    """
}
