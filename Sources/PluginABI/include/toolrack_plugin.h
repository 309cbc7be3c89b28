/*
 * toolrack_plugin.h - the contract between Toolrack and a plugin, version 1.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A plugin is a shared object that exports one function, toolrack_plugin_entry_v1 (at the end of
 * this file). The host opens it with RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE and never closes it. The
 * same file runs in a worker process of its own or inside the host; it cannot tell which.
 *
 * Versions. The major version is part of the entry's name. A struct that was released never
 * changes: a new layout gets a new tag (struct toolrack_request_2) behind a new interface id.
 * `size` holds sizeof of the struct as its author compiled it, and is checked for equality.
 * Everything optional is an interface that either side asks the other for by a string id with a
 * revision, such as "toolrack.http/1"; NULL means "not here". Ids never change their meaning.
 *
 * Threads. Every function names the threads that may call it:
 *   [any]        any thread, several at once, also from inside another call of this contract;
 *   [lifecycle]  one thread at a time per plugin instance, never while another [lifecycle]
 *                function of the same instance runs;
 *   [call]       the host's own threads, each with a stack of 8 MiB, several at once. A plugin
 *                may block there, unless it sets TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK.
 * The host holds no lock while it calls a plugin.
 *
 * Memory has two shapes. toolrack_bytes is borrowed: valid as long as the function that hands it
 * over says. toolrack_blob is transferred: the receiver calls `release` exactly once, from any
 * thread. The two sides never free each other's memory in another way. Text is UTF-8 with a
 * length, not terminated; NUL may occur in it.
 *
 * Manners. A plugin does not change process-wide state (signal dispositions, locale, umask,
 * working directory, environment), does not fork without exec, registers nothing with atexit, and
 * lets no exception or panic out of a function of this contract.
 */
#ifndef TOOLRACK_PLUGIN_H
#define TOOLRACK_PLUGIN_H

#include <stddef.h>
#include <stdint.h>
/* A pointer is never NULL unless it says so. */
#if defined(__clang__)
#define TOOLRACK_NULLABLE _Nullable
#define TOOLRACK_NONNULL _Nonnull
#pragma clang assume_nonnull begin
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wnullability-extension"
#else
#define TOOLRACK_NULLABLE
#define TOOLRACK_NONNULL
#endif
#if defined(__cplusplus)
#define TOOLRACK_ASSERT(condition, text) static_assert(condition, text)
extern "C" {
#else
#define TOOLRACK_ASSERT(condition, text) _Static_assert(condition, text)
#endif
/* What a function of this contract answers; 0 is success. */
#define TOOLRACK_OK 0
#define TOOLRACK_FAILED 1       /* it could not be done; the text, if any, says why */
#define TOOLRACK_BUSY 2         /* not now: too much is running already */
#define TOOLRACK_NOT_FOUND 3    /* no such tool, key or handle */
#define TOOLRACK_MISBEHAVIOUR 4 /* the contract was broken: a late or second completion, ... */

/* Borrowed bytes. `pointer` may be NULL where `count` is 0. */
typedef struct toolrack_bytes {
  const uint8_t *TOOLRACK_NULLABLE pointer;
  size_t count;
} toolrack_bytes;

/* Transferred bytes. The receiver calls release(owner) exactly once, from any thread, when it has
 * done with `bytes`; NULL `release` means that the bytes are static. */
typedef struct toolrack_blob {
  toolrack_bytes bytes;
  void (*TOOLRACK_NULLABLE release)(void *TOOLRACK_NULLABLE owner);
  void *TOOLRACK_NULLABLE owner;
} toolrack_blob;

/* One running request. A handle, not a pointer to memory: the host checks it on every use, so a
 * late or second completion is detected, logged against the plugin and ignored. */
typedef struct toolrack_call toolrack_call;

/* ---- What a plugin is asked ------------------------------------------------------------------ */
/* One request. Every view stays valid until the request is completed or refused. */
typedef struct toolrack_request {
  uint32_t size, reserved;
  /* The tool's or prompt's name as the plugin lists it (without the host's prefix), or the URI of
   * a resource. */
  toolrack_bytes name;
  /* JSON object, byte for byte as the client wrote it; "{}" where the client sent none. */
  toolrack_bytes arguments;
  toolrack_bytes meta; /* JSON object: the request's protocol `_meta`; empty where there is none. */
  /* JSON object: verified claims of the caller ("sub", "client_id", "scope", ...); empty where the
   * host does not ask who is calling. Unlike `meta`, the host vouches for it. */
  toolrack_bytes caller;
  toolrack_bytes trace_parent, trace_state; /* W3C Trace Context header values, or empty. */
  /* Multi-round-trip requests (MCP 2026-07-28): the client's answers, a JSON object by the keys of
   * the plugin's `input_requests`, and the state that the plugin gave with them. The host has
   * checked that the state is the plugin's own. Both empty on a first call. */
  toolrack_bytes input_responses, state;
  /* JSON object: the client's MCP capabilities. The revision of MCP it speaks, e.g. 2026-07-28. */
  toolrack_bytes client_capabilities, protocol_version;
  /* ASCII, at most 36 bytes, unique to this call: for logs and for idempotency keys. */
  toolrack_bytes call_id;
  /* Nanoseconds of CLOCK_MONOTONIC at which the host answers in the plugin's place. */
  uint64_t deadline_nanoseconds;
} toolrack_request;

/* ---- What a plugin answers ------------------------------------------------------------------- */
/* Kinds of toolrack_part. */
#define TOOLRACK_PART_TEXT 1u          /* data: UTF-8 */
#define TOOLRACK_PART_IMAGE 2u         /* data: raw bytes; media_type */
#define TOOLRACK_PART_AUDIO 3u         /* data: raw bytes; media_type */
#define TOOLRACK_PART_RESOURCE_LINK 4u /* uri, name; media_type if known */
#define TOOLRACK_PART_RESOURCE_TEXT 5u /* uri; data: UTF-8; media_type if known */
#define TOOLRACK_PART_RESOURCE_BLOB 6u /* uri; data: raw bytes; media_type if known */

#define TOOLRACK_ROLE_USER 0u /* who speaks in a part: prompts only */
#define TOOLRACK_ROLE_ASSISTANT 1u

/* One content block. Bytes are raw: the host encodes base64. */
typedef struct toolrack_part {
  uint32_t kind, role;
  toolrack_bytes data, media_type, uri, name;
  /* JSON object whose members are added to the block (annotations, title, description, icons,
   * _meta, ...), or empty. */
  toolrack_bytes members;
} toolrack_part;

/* Flags of toolrack_result. */
#define TOOLRACK_RESULT_TOOL_ERROR 1u     /* the tool failed: MCP isError */
#define TOOLRACK_RESULT_INPUT_REQUIRED 2u /* the client is asked, see input_requests */
#define TOOLRACK_RESULT_RETRYABLE 4u      /* with TOOL_ERROR: the same call may succeed later */
#define TOOLRACK_RESULT_CANCELLED 8u      /* ended because the call was cancelled */
#define TOOLRACK_RESULT_CACHE_PUBLIC 16u  /* resources: may be cached across callers */
#define TOOLRACK_RESULT_NOT_FOUND 32u     /* no such prompt, resource, completion reference */
#define TOOLRACK_RESULT_CAPABILITY_MISSING 64u /* structured: the ClientCapabilities needed */
#define TOOLRACK_RESULT_REQUEST_FAILED 128u    /* a JSON-RPC error of error_summary, no result */

/* The outcome of one request. All it points to need stay valid only while `complete` runs: the
 * host has taken what it needs when that returns. */
typedef struct toolrack_result {
  uint32_t size, flags;
  const toolrack_part *TOOLRACK_NULLABLE parts;
  size_t part_count;
  /* JSON value for MCP `structuredContent`; for completion the `completion` object; or empty. */
  toolrack_bytes structured;
  toolrack_bytes meta;        /* JSON object for the result's `_meta`, or empty. */
  toolrack_bytes description; /* Prompts only. */
  /* With TOOL_ERROR: what happened, in one sentence; then what to do about it, or empty. The host
   * shows both ahead of `parts`. */
  toolrack_bytes error_summary, error_detail;
  uint64_t retry_after_milliseconds; /* With RETRYABLE: how long to wait, 0 if unknown. */
  /* With INPUT_REQUIRED: JSON object of MCP input requests by key, or empty; and a state that comes
   * back with the answers, any bytes, or empty. */
  toolrack_bytes input_requests, state;
  uint64_t ttl_milliseconds; /* Resources: how long a client may cache; 0: not at all. */
} toolrack_result;

/* ---- What the host offers -------------------------------------------------------------------- */
/* Levels of `log`, in the order of MCP and RFC 5424. */
#define TOOLRACK_LOG_DEBUG 0u
#define TOOLRACK_LOG_INFO 1u
#define TOOLRACK_LOG_NOTICE 2u
#define TOOLRACK_LOG_WARNING 3u
#define TOOLRACK_LOG_ERROR 4u
#define TOOLRACK_LOG_CRITICAL 5u
#define TOOLRACK_LOG_ALERT 6u
#define TOOLRACK_LOG_EMERGENCY 7u

/* The host's table, valid for the life of the process. `context` is the first argument of every
 * function, also of those of the host's optional interfaces. */
typedef struct toolrack_host {
  uint32_t size, reserved_flags;
  void *context;
  /* Diagnostic only: "toolrack 0.1.0". */
  toolrack_bytes version;
  /* [any] Writes one line to the host's log, under the plugin's name. With a `call`, the client
   * that made the call may see it too (MCP logging), where it asked for that. `fields`: JSON
   * object, or empty. Never pass a secret. Lines may be dropped under load. */
  void (*log)(void *context, toolrack_call *TOOLRACK_NULLABLE call, uint32_t level,
      toolrack_bytes message, toolrack_bytes fields);
  /* [any] Ends a request that `call` of the plugin accepted; exactly once per request, also from
   * inside that function. Answers OK, or MISBEHAVIOUR where the call has ended already. */
  int32_t (*complete)(void *context, toolrack_call *call, const toolrack_result *result);
  /* [any] Tells how far a request is. `total` 0: unknown. `message`: one line, or empty. Values
   * that do not grow are ignored. */
  void (*progress)(void *context, toolrack_call *call, double done, double total,
      toolrack_bytes message);
  /* [any] 1 where nobody waits for the answer any more, else 0. */
  int32_t (*is_cancelled)(void *context, toolrack_call *call);
  /* [any] The member `key` of the plugin's `settings`, as JSON; an empty key: all of them.
   * NOT_FOUND leaves `out` alone. The release of the blob clears its memory. */
  int32_t (*config)(void *context, toolrack_bytes key, toolrack_blob *out);
  /* [any] The answer of `tools` has changed; the host reads it again soon. */
  void (*tools_changed)(void *context);
  /* [any] The host's part of an optional interface, or NULL. `id` ends in NUL. */
  const void *TOOLRACK_NULLABLE (*TOOLRACK_NONNULL get)(void *context, const char *id);
  const void *TOOLRACK_NULLABLE reserved[8];
} toolrack_host;

/* ---- What a plugin offers -------------------------------------------------------------------- */
/* Flags of toolrack_plugin: `call` (and `get`, `read`, `complete` of the optional interfaces)
 * never blocks, so the host may call it on a thread that serves connections. */
#define TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK 1u

/* The plugin's table: static, the same pointer at every call of the entry. Functions that may be
 * NULL say so. `plugin` is what `create` made. */
typedef struct toolrack_plugin {
  uint32_t size, flags;
  /* For people. The host knows a plugin by its file: lark.so is "lark", also as the prefix. */
  toolrack_bytes name, version;
  /* The most calls the plugin wants at a time; 0: the host's limit. */
  uint32_t maximum_concurrency, reserved_number;
  /* [lifecycle] Makes an instance. Anything but OK: the plugin is not loaded, and `error` (which
   * the plugin may fill) says why, in one sentence. A missing setting is no reason to fail:
   * tools list without credentials, and a call says what to set. */
  int32_t (*TOOLRACK_NULLABLE create)(const toolrack_host *host,
      void *TOOLRACK_NULLABLE *TOOLRACK_NONNULL plugin, toolrack_blob *error);
  /* [lifecycle] JSON array of MCP Tool objects, names without a prefix. NULL: none. A tool that
   * takes long says so with "execution": {"taskSupport": "optional" or "required"}, and with
   * "asksFirst": true there that it asks the client before a task is made of it. */
  int32_t (*TOOLRACK_NULLABLE tools)(void *TOOLRACK_NULLABLE plugin, toolrack_blob *out);
  /* [call] Starts a tool call. OK promises exactly one later `complete`. Anything else refuses the
   * request, and there is no completion. May be NULL where there are no tools. */
  int32_t (*TOOLRACK_NULLABLE call)(void *TOOLRACK_NULLABLE plugin, toolrack_call *call,
      const toolrack_request *request);
  /* [any] Nobody waits for `call` any more. Advice: the plugin still completes it, soon. May come
   * at any moment, also just after the completion. May be NULL. */
  void (*TOOLRACK_NULLABLE cancel)(void *TOOLRACK_NULLABLE plugin, toolrack_call *call);
  /* [lifecycle] No call comes after this one; background work ends now. May be NULL. */
  void (*TOOLRACK_NULLABLE quiesce)(void *TOOLRACK_NULLABLE plugin);
  /* [lifecycle] Frees the instance; every call has been completed. The file stays mapped. May be
   * NULL. */
  void (*TOOLRACK_NULLABLE destroy)(void *TOOLRACK_NULLABLE plugin);
  /* [any] The plugin's part of an optional interface, or NULL. `id` ends in NUL. May be NULL. */
  const void *TOOLRACK_NULLABLE (*TOOLRACK_NULLABLE get)(void *TOOLRACK_NULLABLE plugin,
      const char *id);
  const void *TOOLRACK_NULLABLE reserved[8];
} toolrack_plugin;

/* ---- Optional: prompts, resources, completion ------------------------------------------------ */
/* A list function: a JSON array. [lifecycle] */
typedef int32_t (*toolrack_list_function)(void *TOOLRACK_NULLABLE plugin, toolrack_blob *out);
/* A request function, with the rules of `call`. [call] */
typedef int32_t (*toolrack_call_function)(void *TOOLRACK_NULLABLE plugin, toolrack_call *call,
    const toolrack_request *request);

/* From the plugin: MCP Prompt objects; `get` completes with one part per message, each with its
 * role. From the host: toolrack_prompts_host. */
#define TOOLRACK_PROMPTS_1 "toolrack.prompts/1"
typedef struct toolrack_prompts {
  uint32_t size, reserved;
  toolrack_list_function TOOLRACK_NULLABLE list;
  toolrack_call_function TOOLRACK_NULLABLE get;
} toolrack_prompts;
typedef struct toolrack_prompts_host {
  uint32_t size, reserved;
  void (*changed)(void *context); /* [any] The answer of `list` has changed. */
} toolrack_prompts_host;

/* From the plugin: MCP Resource and ResourceTemplate objects; `read` completes with parts of the
 * kinds RESOURCE_TEXT and RESOURCE_BLOB. From the host: toolrack_resources_host. */
#define TOOLRACK_RESOURCES_1 "toolrack.resources/1"
typedef struct toolrack_resources {
  uint32_t size, reserved;
  toolrack_list_function TOOLRACK_NULLABLE list;
  toolrack_list_function TOOLRACK_NULLABLE templates;
  toolrack_call_function TOOLRACK_NULLABLE read;
  /* [any] A first client subscribed to `uri`, or the last one left. May be NULL. */
  void (*TOOLRACK_NULLABLE subscribe)(void *TOOLRACK_NULLABLE plugin, toolrack_bytes uri,
      int32_t subscribed);
} toolrack_resources;
typedef struct toolrack_resources_host {
  uint32_t size, reserved;
  void (*changed)(void *context); /* [any] The answers of `list` or `templates` have changed. */
  void (*updated)(void *context, toolrack_bytes uri); /* [any] The content of `uri` has changed. */
} toolrack_resources_host;

/* From the plugin. `arguments` are the params of MCP completion/complete; the result carries the
 * `completion` object in `structured`. */
#define TOOLRACK_COMPLETION_1 "toolrack.completion/1"
typedef struct toolrack_completion {
  uint32_t size, reserved;
  toolrack_call_function TOOLRACK_NULLABLE complete;
} toolrack_completion;

/* From the host. */
#define TOOLRACK_STREAM_1 "toolrack.stream/1"
typedef struct toolrack_stream {
  uint32_t size, reserved;
  /* [any] Ends the connection on which the answer to `call` is awaited, where the client can come
   * back for it (MCP 2025-11-25); else nothing. The call goes on. */
  void (*close)(void *context, toolrack_call *call);
} toolrack_stream;

/* ---- Optional: the host's HTTP client -------------------------------------------------------- */
#define TOOLRACK_HTTP_1 "toolrack.http/1"
/* Flags of toolrack_http_request. */
#define TOOLRACK_HTTP_FOLLOW_REDIRECTS 1u /* at most 5, each checked against the egress list */
#define TOOLRACK_HTTP_RETRY 2u            /* safe to send twice: the host may retry a failed send */

/* Why there is no response. */
#define TOOLRACK_HTTP_OK 0u
#define TOOLRACK_HTTP_REFUSED 1u   /* not on the plugin's egress list, or not a valid request */
#define TOOLRACK_HTTP_TIMEOUT 2u   /* the time-out or the call's deadline */
#define TOOLRACK_HTTP_CONNECT 3u   /* name resolution, connection or TLS */
#define TOOLRACK_HTTP_TOO_LARGE 4u /* the response is over its limit */
#define TOOLRACK_HTTP_BROKEN 5u    /* the connection ended within the exchange */
#define TOOLRACK_HTTP_CANCELLED 6u
typedef struct toolrack_http_field {
  toolrack_bytes name, value;
} toolrack_http_field;

/* Everything is borrowed while `send` runs. */
typedef struct toolrack_http_request {
  uint32_t size, flags;
  toolrack_bytes method; /* "GET", "POST", ... */
  toolrack_bytes url;    /* absolute, http or https */
  const toolrack_http_field *TOOLRACK_NULLABLE fields;
  size_t field_count;
  toolrack_bytes body;
  uint64_t timeout_milliseconds;         /* 0: the host's default, 30 s */
  uint64_t response_limit_bytes;         /* 0: the host's default, 16 MiB */
  toolrack_call *TOOLRACK_NULLABLE call; /* lends its deadline and trace context */
} toolrack_http_request;

/* Borrowed while the completion runs. */
typedef struct toolrack_http_response {
  uint32_t size;
  uint32_t failure; /* TOOLRACK_HTTP_... */
  uint32_t status;  /* 0 where there is no response */
  uint32_t reserved;
  const toolrack_http_field *TOOLRACK_NULLABLE fields;
  size_t field_count;
  toolrack_bytes body;
  toolrack_bytes message; /* with a failure: what went wrong and what would be right */
} toolrack_http_response;

/* [any] Called exactly once per `send` that answered OK, on a thread of the host that many
 * exchanges share: do not block there. */
typedef void (*toolrack_http_done)(void *TOOLRACK_NULLABLE user,
    const toolrack_http_response *response);

typedef struct toolrack_http {
  uint32_t size, reserved;
  /* [any] Starts an exchange. `exchange` receives a number for `cancel`, before `done` can run. */
  int32_t (*send)(void *context, const toolrack_http_request *request, toolrack_http_done done,
      void *TOOLRACK_NULLABLE user, uint64_t *TOOLRACK_NULLABLE exchange);
  /* [any] Ends an exchange early: its completion says CANCELLED. Too late is no error. */
  void (*cancel)(void *context, uint64_t exchange);
} toolrack_http;

/* From the host: a response whose body comes as it arrives. `piece` runs with the head (status and
 * fields), then with each part of the body (status 0), one after the other; `done` runs last, once,
 * without a body. The time-out is for the head; the limit is for the whole body (0: none).
 * A stream ends early by `cancel` of toolrack.http/1 and at the deadline of its `call`. */
#define TOOLRACK_HTTP_STREAM_1 "toolrack.http-stream/1"
typedef struct toolrack_http_stream {
  uint32_t size, reserved;
  int32_t (*send)(void *context, const toolrack_http_request *request, toolrack_http_done piece,
      toolrack_http_done done, void *TOOLRACK_NULLABLE user,
      uint64_t *TOOLRACK_NULLABLE exchange); /* [any] */
} toolrack_http_stream;

/* From the host, which keeps the keys: AWS Signature Version 4, for the services that
 * `plugin.NAME.aws` of the configuration lists. */
#define TOOLRACK_AWS_1 "toolrack.aws/1"
#define TOOLRACK_AWS_PRESIGN 1u /* sign in the query, for X-Amz-Expires seconds of it, else 900 */
typedef struct toolrack_aws {
  uint32_t size, reserved;
  /* [any] Signs `request`, which is not sent. An empty region is the host's own. `done`: the fields
   * to add to the request; with PRESIGN its URL, as the body; or a failure that says why not. */
  int32_t (*sign)(void *context, const toolrack_http_request *request, toolrack_bytes service,
      toolrack_bytes region, uint32_t flags, toolrack_http_done done, void *TOOLRACK_NULLABLE user);
} toolrack_aws;

/* ---- The entry ------------------------------------------------------------------------------- */
#define TOOLRACK_PLUGIN_ENTRY "toolrack_plugin_entry_v1"
#define TOOLRACK_EXPORT __attribute__((visibility("default")))

/* [lifecycle] The one symbol that a plugin exports. Returns its static table; does nothing else. */
TOOLRACK_EXPORT const toolrack_plugin *toolrack_plugin_entry_v1(void);

TOOLRACK_ASSERT(sizeof(void *) == 8 && sizeof(size_t) == 8, "version 1 is defined for LP64");
TOOLRACK_ASSERT(sizeof(toolrack_bytes) == 16 && sizeof(toolrack_blob) == 32, "toolrack_bytes");
TOOLRACK_ASSERT(sizeof(toolrack_request) == 192, "toolrack_request");
TOOLRACK_ASSERT(sizeof(toolrack_part) == 88 && sizeof(toolrack_result) == 152, "toolrack_result");
TOOLRACK_ASSERT(sizeof(toolrack_host) == 152 && sizeof(toolrack_plugin) == 168, "tables");
TOOLRACK_ASSERT(sizeof(toolrack_http_request) == 96, "toolrack_http_request");
TOOLRACK_ASSERT(sizeof(toolrack_http_response) == 64, "toolrack_http_response");

#if defined(__clang__)
#pragma clang diagnostic pop
#pragma clang assume_nonnull end
#endif
#if defined(__cplusplus)
}
#endif
#endif
