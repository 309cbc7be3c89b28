private import CCurl
private import Glibc

/// One libcurl easy handle with what it borrows: header list and error buffer. Used by the
/// client's thread only. Kept between exchanges; connections belong to the `MultiHandle`.
final class EasyHandle {
  let pointer: OpaquePointer
  private let errorBuffer: UnsafeMutablePointer<CChar>
  private var fieldList: OpaquePointer?
  private var isSound = true

  /// nil where memory is short. libcurl must be open.
  init?() {
    guard let pointer = ccurl_easy_init() else { return nil }
    self.pointer = pointer
    errorBuffer = .allocate(capacity: Int(CCURL_ERROR_BYTES))
    errorBuffer.initialize(repeating: 0, count: Int(CCURL_ERROR_BYTES))
  }

  deinit {
    // libcurl borrows list and buffer, so it goes first.
    ccurl_easy_cleanup(pointer)
    ccurl_list_free(fieldList)
    errorBuffer.deallocate()
  }

  /// What libcurl says about the failure beyond its code, or the code's own text.
  func failureText(_ code: Int32) -> String {
    let detail = String(cString: errorBuffer)
    return detail.isEmpty ? String(cString: ccurl_code_text(code)) : detail
  }

  /// Forgets the last exchange. Only while no `MultiHandle` has the handle.
  func reset() {
    ccurl_easy_reset(pointer)
    ccurl_list_free(fieldList)
    fieldList = nil
    errorBuffer.pointee = 0
    isSound = true
  }

  /// Sets everything up for one request. `transfer` is borrowed until `reset`. Answers false where
  /// memory is short or libcurl lacks an option.
  func prepare(_ hop: Hop, for transfer: Transfer, userAgent: String, trust: TrustStore) -> Bool {
    setConnection(to: hop.url)
    if !transfer.options.usesProxies { set(CCURL_NOPROXY, "*") }
    setTrust(trust)
    setMethod(hop)
    setFields(hop)
    set(CCURL_URL, hop.url.text)
    set(CCURL_USERAGENT, userAgent)
    check(ccurl_easy_set_error_buffer(pointer, errorBuffer))
    check(ccurl_easy_close_on_exec(pointer))
    check(
      ccurl_easy_set_functions(
        pointer, receiveHead, receiveBody, permitSending,
        Unmanaged.passUnretained(transfer).toOpaque()))
    return isSound
  }

  private func setConnection(to url: HTTPURL) {
    set(CCURL_NOSIGNAL, 1)
    set(CCURL_PROTOCOLS, CCURL_PROTOCOLS_HTTP_HTTPS)
    set(CCURL_CONNECTTIMEOUT_MS, HTTPClientLimits.connectMilliseconds)
    set(CCURL_SUPPRESS_CONNECT_HEADERS, 1)
    // A peer that is gone without a word would keep a silent stream open for ever.
    set(CCURL_TCP_KEEPALIVE, 1)
    set(CCURL_TCP_KEEPIDLE, HTTPClientLimits.keepAliveIdleSeconds)
    set(CCURL_TCP_KEEPINTVL, HTTPClientLimits.keepAliveIntervalSeconds)
    let isSecure = url.scheme == .https
    set(CCURL_HTTP_VERSION, isSecure ? CCURL_HTTP_VERSION_2TLS : CCURL_HTTP_VERSION_1_1)
    // A second request waits for the first one's handshake, to share an HTTP/2 connection. Over
    // plain text there is no handshake that could tell, and it would wait for a whole response.
    set(CCURL_PIPEWAIT, isSecure ? 1 : 0)
    // Without this, ending a transfer whose name is still being resolved waits for the resolver,
    // and with it every other exchange. Since 7.87; earlier versions wait.
    _ = ccurl_easy_set_number(pointer, CCURL_QUICK_EXIT, 1)
  }

  private func setTrust(_ trust: TrustStore) {
    set(CCURL_SSL_VERIFYPEER, 1)
    set(CCURL_SSL_VERIFYHOST, 2)
    set(CCURL_SSLVERSION, CCURL_SSLVERSION_TLSV1_2)
    if let file = trust.file { set(CCURL_CAINFO, file) }
    if let directory = trust.directory {
      set(CCURL_CAPATH, directory)
    } else if trust.file != nil || Self.hasDefaultCertificateFile(pointer) {
      // libcurl keeps the parsed certificates between connections only if they all come from one
      // file; parsing them takes longer than the rest of a handshake.
      check(ccurl_easy_set_text(pointer, CCURL_CAPATH, nil))
    }
  }

  private static func hasDefaultCertificateFile(_ pointer: OpaquePointer) -> Bool {
    ccurl_easy_default_certificate_file(pointer).map { access($0, R_OK) == 0 } ?? false
  }

  private func setMethod(_ hop: Hop) {
    let takesContent = ["POST", "PUT", "PATCH"].contains(hop.method)
    if hop.method == "HEAD" {
      set(CCURL_NOBODY, 1)
    } else if takesContent || !hop.body.isEmpty {
      set(CCURL_POST, 1)
      hop.body.withUnsafeBytes { bytes in
        withUnsafePointer(to: 0 as UInt8) { empty in
          check(ccurl_easy_copy_body(pointer, bytes.baseAddress ?? .init(empty), bytes.count))
        }
      }
      if hop.method != "POST" { set(CCURL_CUSTOMREQUEST, hop.method) }
    } else {
      set(CCURL_HTTPGET, 1)
      if hop.method != "GET" { set(CCURL_CUSTOMREQUEST, hop.method) }
    }
  }

  private func setFields(_ hop: Hop) {
    // libcurl adds these two by itself unless told not to: a name without a value.
    append("Expect:")
    if !hop.fields.contains(where: { equalsIgnoringCase($0.name, "Content-Type") }) {
      append("Content-Type:")
    }
    for (name, value) in hop.fields {
      // A field with an empty value is spelled with a semicolon.
      let isEmpty = value.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 }
      append(isEmpty ? "\(name);" : "\(name): \(value)")
    }
    check(ccurl_easy_set_fields(pointer, fieldList))
  }

  private func append(_ line: String) {
    let list = ccurl_list_append(fieldList, line)
    check(list != nil)
    fieldList = list ?? fieldList
  }

  private func set(_ option: ccurl_number_option, _ value: Int) {
    check(ccurl_easy_set_number(pointer, option, value))
  }

  private func set(_ option: ccurl_text_option, _ value: String) {
    check(ccurl_easy_set_text(pointer, option, value))
  }

  private func check(_ succeeded: Bool) {
    if !succeeded { isSound = false }
  }
}

// The three functions run on the client's thread, within MultiHandle.perform, while the transfer
// is in the loop's table, which keeps it alive.

private func transfer(_ context: UnsafeMutableRawPointer) -> Transfer {
  Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
}

private let receiveHead: ccurl_data_function = { bytes, _, count, context in
  let line = UnsafeRawBufferPointer(start: bytes, count: count)
  return transfer(context).takeHead(line) ? count : 0
}

private let receiveBody: ccurl_data_function = { bytes, _, count, context in
  let part = UnsafeRawBufferPointer(start: bytes, count: count)
  return transfer(context).takeBody(part) ? count : 0
}

private let permitSending: ccurl_request_function = { context, _, _, _, _ in
  transfer(context).maySendNow() ? 0 : 1
}
