extension APIError {
  /// Of each code, the HTTP status and the message.
  static let facts = """
    20001 400 The request is missing a required parameter.
    20002 400 The client secret is invalid.
    20003 400 The authorization code is not found.
    20004 400 The authorization code has expired.
    10002 400 Your request contains an invalid request parameter.
    20008 400 The user does not exist
    20026 400 The refresh token passed is invalid. Please check the value.
    20036 400 The specified grant_type is not supported.
    20037 400 The refresh token passed has expired. Please generate a new one.
    20048 400 The specified app does not exist.
    20049 400 PKCE code challenge failed.
    20065 400 The authorization code has been used.
    20067 400 The provided scope list contains duplicate scopes.
    20068 400 The provided scope list contains scopes that are not permitted.
    20071 400 The provided redirect URI does not match the one used during authorization.
    20073 400 The refresh token has been used.
    40001 400 invalid parameter
    40012 400 page token is invalid error
    48001 400 invalid param
    121003 400 param error
    121004 404 data not exist
    121005 404 no permission
    121020 500 page_token is invalid or expired
    131002 400 param err
    131005 400 not found
    131006 400 permission denied
    131010 400 doc type is deprecated, please use docx
    190008 400 page_token or sync_token expired
    190014 400 invalid request parameters. check details for more info
    193000 400 invalid event_id
    193001 404 event not found
    193002 403 no permission to operate event
    200220 400 Failed to generate card content
    200740 400 The card entity does not exist
    200750 400 The card entity has expired
    200770 400 UUID conflict
    200850 400 Card streaming timeout
    200860 400 Card content exceeds limit.
    230001 400 Your request contains an invalid request parameter
    230009 400 Message has expired when recall message
    230011 400 The message is recalled
    230020 400 This operation triggers the frequency limit
    230026 400 No permission to recall this message
    230031 400 Message can only be modified within 14 days after sending
    230033 400 Get the reading status must be done within 7 days after the message is sent
    230054 400 This type of message is unavailable in the connection group
    230061 400 The message type does not support forwarding
    230065 400 The message to be forwarded has been recalled
    230072 400 The message has reached the number of times it can be edited
    230110 400 Action unavailable as the message has been deleted
    231001 400 reaction type is invalid
    231002 400 The operator has no permission to react on the specific message
    231003 400 The message is not found, maybe not exist or deleted
    231007 400 The operator has no permission to delete this reaction
    231010 400 The reaction does not belong to the message
    231011 400 The request has an invalid reaction_id
    231012 400 The request has an invalid pageToken
    231015 400 Act on reaction failed, repeated request is processing
    232001 400 Your request contains an invalid request parameter
    232002 400 No Permission: Only chat owner or admin can edit chat information in the
    232006 400 Your request specifies a chat_id which is invalid
    232009 400 Your request specifies a chat which has already been dissolved
    232011 400 Operator can NOT be out of the chat
    232012 400 New chat owner can NOT be out of the chat
    232014 400 The token used in the request does NOT have the permissions necessary to
    232016 400 Non-chat-owner or Non-chat-admin can only edit certain parts
    232019 400 The request has been rate limited
    232020 400 Name can NOT be less than two characters for public chats
    232022 400 User has already resigned
    232024 400 Users do not have the visibility of the app, or the operator does not have
    232027 400 There are no valid members in the ID list specified in your request
    232030 400 Your request specifies a user_id which is invalid
    232043 400 Your request contains unavailable ids
    232076 400 Can't kick chat owner
    234001 400 Invalid request param
    234003 400 File not in message
    234004 400 App not in chat
    234006 400 The file size exceed the max value
    234010 400 File's size can't be 0
    234011 400 Can't regonnize the image format
    234042 400 Hybrid deployment tenant storage error, such as full storage space, please
    234043 400 Unsupported message type
    300301 400 Duplicate element_id in card component.
    300302 400 update_multi property is false
    300303 400 Only schema 2.0 is supported
    300307 400 The card DSL is empty
    300309 400 Card streaming closed
    300310 400 Only update text
    300313 400 Failed to update element properties
    300317 400 The sequence number for operating on the card did not increment consecutively
    1061002 400 params error
    1061003 404 not found
    1061004 403 forbidden
    1061043 400 file size beyond limit
    1061044 400 parent node not exist
    1062008 400 checksum param Invalid
    1062501 403 operate node no permission
    1062507 400 parent node out of sibling num
    1063001 400 Invalid parameter
    1063002 403 Permission denied
    1063003 400 Invalid operation
    1063005 404 Resource is deleted
    1069302 400 param error
    1069303 403 forbidden
    1069307 404 not exist
    1069902 403 no permission
    1069904 400 invalid param
    1069907 404 file token not found
    1069910 400 import file extension not match
    1069911 400 import file type not match
    1069914 404 invalid file token
    1069918 400 file extension and type mismatch
    1230001 400 invalid param
    1230002 403 no permission
    1230005 403 permission not granted
    1230006 400 message not found
    1234008 400 request parameter error
    1234013 404 user mailbox not found or user mailbox not active
    1234017 403 permission denied
    1234034 404 message not found
    1235013 404 mailbox not found
    1236003 400 the number of recipients exceeds the limit
    1236018 400 receiver check failed
    1254012 400 NotSupportFieldOrView
    1254013 200 TableNameDuplicated
    1254014 400 FieldNameDuplicated
    1254016 200 InvalidSort
    1254018 200 InvalidFilter
    1254024 200 InvalidFieldNames
    1254029 400 InvalidFieldName
    1254030 200 TooLargeResponse
    1254040 200 BaseTokenNotFound
    1254041 200 TableIdNotFound
    1254043 200 RecordIdNotFound
    1254045 200 FieldNameNotFound
    1254103 200 RecordExceedLimit
    1254104 200 RecordAddOnceExceedLimit
    1254291 200 Write conflict
    1254302 403 The role has no permissions
    1278001 400 invalid param
    1310202 400 Wrong Range
    1310213 400 Permission Fail
    1310214 400 SpreadSheet Not Found
    1310215 400 Sheet Id Not Found
    1390001 400 param is invalid
    1390002 400 approval code not found
    1390003 400 instance code not found
    1390010 400 task not found
    1770001 400 invalid param
    1770002 404 not found
    1770004 400 too many blocks in document
    1770006 400 schema mismatch
    1770007 400 too many children in block
    1770013 400 relation mismatch
    1770021 400 too old document
    1770032 403 forbidden
    2091002 404 resource not found
    2091005 403 permission deny
    2094005 400 page_token is invalid or expired, please start a new search
    2889902 403 no permission
    2889904 400 invalid param
    2889914 400 doc token not found
    """
}
