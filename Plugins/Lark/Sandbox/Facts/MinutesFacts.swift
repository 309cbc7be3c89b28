extension EndpointFacts {
  static let minutes = """
    GET /minutes/v1/minutes/:minute_token TU 5/s
      scopes minutes:minutes minutes:minutes.basic:read minutes:minutes:readonly
      query user_id_type=open_id|union_id|user_id
    POST /minutes/v1/minutes/search U 100/m
      scopes minutes:minutes.search:read
      query page_size:i page_token user_id_type=open_id|union_id|user_id
      body query~0..50 filter{ owner_ids[]~0..100 participant_ids[]~0..100 create_time:a }
    GET /minutes/v1/minutes/:minute_token/transcript TU 5/s
      scopes minutes:minute:download minutes:minutes.transcript:export
      query need_speaker:b need_timestamp:b file_format
    GET /minutes/v1/minutes/:minute_token/artifacts TU 5/s
      scopes minutes:minutes.artifacts:read
    GET /minutes/v1/minutes/:minute_token/media TU 5/s
      scopes minutes:minute:download minutes:minutes.media:export
    """
}
