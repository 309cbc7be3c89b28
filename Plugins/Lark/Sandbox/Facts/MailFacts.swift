extension EndpointFacts {
  static let mail = """
    POST /mail/v1/user_mailboxes/:user_mailbox_id/messages/send U 100/m
      scopes mail:user_mailbox.message:send
      body subject to[]{ mail_address! name } raw cc[]{ mail_address! name } bcc[]{ mail_address!
        name } body_html body_plain_text attachments[]{ body!~0..51729750 filename! is_inline:b
        cid } dedupe_key head_from{ name }
    GET /mail/v1/user_mailboxes/:user_mailbox_id/messages TU 10/s
      scopes mail:user_mailbox.message:readonly
      query page_size!:i#1..20 page_token folder_id only_unread:b label_id
    GET /mail/v1/user_mailboxes/:user_mailbox_id/messages/:message_id TU 100/m
      scopes mail:user_mailbox.message:readonly
      query format=full|plain_text_full|metadata
    POST /mail/v1/user_mailboxes/:user_mailbox_id/messages/batch_get TU 10/s
      scopes mail:user_mailbox.message:readonly
      body format=full|plain_text_full|metadata message_ids[]~0..20
    POST /mail/v1/user_mailboxes/:user_mailbox_id/search U
      query page_size:i page_token
      body query filter{ from[] to[] cc[] bcc[] subject folder[] label[] has_attachment:b
        is_unread:b create_time:a }
    """
}
