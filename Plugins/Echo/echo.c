/*
 * echo.c - the smallest plugin: four tools in one C file.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 *   cc -O2 -fPIC -shared -fvisibility=hidden -I Sources/PluginABI/include \
 *      -o echo.so Plugins/Echo/echo.c
 *
 * Read it from the end: the entry returns a static table, the table names five functions, and
 * echo_call hands each request to the tool that it names. The host passes `arguments` as the JSON
 * object that the client wrote: valid JSON, but a member may be missing or of the wrong type, so
 * every tool looks at what it got and answers a tool error that names the argument.
 */
#define _POSIX_C_SOURCE 200809L

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "toolrack_plugin.h"

/* The initializer of a toolrack_bytes over a string literal, without its NUL. */
#define LITERAL(text) { (const uint8_t *)(text), sizeof(text) - 1 }

enum {
  MAXIMUM_SLEEP_MILLISECONDS = 60000,
  MAXIMUM_SLEEPERS = 256,            /* threads that tool "sleep" may occupy at a time */
  SLEEP_SLICE_MILLISECONDS = 10,     /* how soon a cancelled sleep is noticed */
  SLEEPER_STACK_BYTES = 128 * 1024,
  STACK_TEXT_BYTES = 8192            /* a longer text that has escapes is decoded on the heap */
};

/* What `create` makes. A plugin keeps no other state, so two instances never meet. */
typedef struct echo {
  const toolrack_host *host;
  atomic_int sleepers;
} echo;

/* ---- Reading arguments ----------------------------------------------------------------------- */

/* Each of these takes a position in the text of a JSON object and returns a later one. The host
 * has checked that the text is well formed; `end` is only a second fence. */

static const uint8_t *skip_space(const uint8_t *at, const uint8_t *end) {
  while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')) at++;
  return at;
}

/* From an opening quote to just after the closing one. */
static const uint8_t *skip_string(const uint8_t *at, const uint8_t *end) {
  for (at++; at < end && *at != '"'; at++) {
    if (*at == '\\') at++;
  }
  return at < end ? at + 1 : end;
}

/* To just after a value, whatever is nested in it. */
static const uint8_t *skip_value(const uint8_t *at, const uint8_t *end) {
  if (at >= end) return at;
  if (*at == '"') return skip_string(at, end);
  if (*at != '{' && *at != '[') {
    while (at < end && !strchr(",}] \t\r\n", *at)) at++;
    return at;
  }
  for (size_t depth = 0; at < end; at++) {
    if (*at == '"') at = skip_string(at, end) - 1;
    else if (*at == '{' || *at == '[') depth++;
    else if ((*at == '}' || *at == ']') && --depth == 0) return at + 1;
  }
  return end;
}

/* Four hexadecimal digits, or 0 where they are not there. */
static uint32_t hexadecimal(const uint8_t *at, const uint8_t *end) {
  uint32_t value = 0;
  if (end - at < 4) return 0;
  for (int i = 0; i < 4; i++) {
    uint8_t c = at[i];
    int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    value = value << 4 | (digit & 15u);
  }
  return value;
}

/* Writes a code point as UTF-8 and returns the number of bytes. */
static size_t encode(uint32_t c, uint8_t out[4]) {
  if (c < 0x80) return out[0] = (uint8_t)c, 1;
  size_t count = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  for (size_t i = count - 1; i > 0; i--, c >>= 6) out[i] = (uint8_t)(0x80 | (c & 0x3F));
  static const uint8_t lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
  out[0] = (uint8_t)(lead[count] | c);
  return count;
}

/* Decodes the escape at *at (a backslash), moves *at behind it, and returns the number of bytes
 * written. One half of a surrogate pair alone is no character: it becomes U+FFFD. */
static size_t decode_escape(const uint8_t **at, const uint8_t *end, uint8_t out[4]) {
  static const char names[] = "bfnrt", meanings[] = "\b\f\n\r\t";
  uint8_t kind = end - *at > 1 ? (*at)[1] : '\\';
  *at += end - *at > 1 ? 2 : 1;
  if (kind != 'u') {
    const char *name = memchr(names, kind, sizeof names - 1);
    return out[0] = name ? (uint8_t)meanings[name - names] : kind, 1;
  }
  uint32_t c = hexadecimal(*at, end);
  *at += end - *at < 4 ? end - *at : 4;
  if (c >= 0xD800 && c < 0xDC00 && end - *at >= 6 && (*at)[0] == '\\' && (*at)[1] == 'u') {
    uint32_t low = hexadecimal(*at + 2, end);
    if (low >= 0xDC00 && low < 0xE000) {
      *at += 6;
      return encode(0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00), out);
    }
  }
  return encode(c >= 0xD800 && c < 0xE000 ? 0xFFFD : c, out);
}

/* Decodes the inside of a string. `out` has room for `body.count` bytes: decoding never grows. */
static size_t decode_string(toolrack_bytes body, uint8_t *out) {
  const uint8_t *at = body.pointer, *end = at + body.count;
  size_t count = 0;
  while (at < end) {
    if (*at != '\\') {
      out[count++] = *at++;
      continue;
    }
    uint8_t character[4];
    size_t length = decode_escape(&at, end, character);
    memcpy(out + count, character, length);
    count += length;
  }
  return count;
}

/* Whether the inside of a string, decoded, is `name`: a key may be written with escapes too. */
static bool is_named(toolrack_bytes body, const char *name) {
  uint8_t decoded[64];
  if (memchr(body.pointer, '\\', body.count) && body.count <= sizeof decoded) {
    body.count = decode_string(body, decoded);
    body.pointer = decoded;
  }
  return body.count == strlen(name) && memcmp(body.pointer, name, body.count) == 0;
}

/* The text of the value of member `name` of a JSON object; empty where there is no such member.
 * Not a search for the name: it may also occur within a value. */
static toolrack_bytes find_member(toolrack_bytes object, const char *name) {
  const uint8_t *end = object.pointer + object.count;
  const uint8_t *at = skip_space(object.pointer, end);
  for (at = skip_space(at + 1, end); at < end && *at == '"';) {
    const uint8_t *key = at;
    at = skip_string(at, end);
    if (at - key < 2) break;
    bool found = is_named((toolrack_bytes){key + 1, (size_t)(at - key) - 2}, name);
    at = skip_space(skip_space(at, end) + 1, end); /* over the colon */
    const uint8_t *value = at;
    at = skip_value(at, end);
    if (found) return (toolrack_bytes){value, (size_t)(at - value)};
    at = skip_space(skip_space(at, end) + 1, end); /* over the comma, or the last brace */
  }
  return (toolrack_bytes){NULL, 0};
}

/* Reads a JSON number. strtod stops by itself: within an object, something always follows. */
static bool read_number(toolrack_bytes value, double *number) {
  if (value.count == 0 || !strchr("-0123456789", *value.pointer)) return false;
  *number = strtod((const char *)value.pointer, NULL);
  return true;
}

/* ---- Answering ------------------------------------------------------------------------------- */

/* Everything that a result points to is borrowed by the host only while `complete` runs: parts of
 * the request and variables on the stack will do. */

static int32_t answer(echo *self, toolrack_call *call, toolrack_bytes text, toolrack_bytes json) {
  toolrack_part part = {.kind = TOOLRACK_PART_TEXT, .data = text};
  toolrack_result result = {
      .size = sizeof result, .parts = &part, .part_count = 1, .structured = json};
  self->host->complete(self->host->context, call, &result);
  return TOOLRACK_OK;
}

/* A tool error: the tool ran, and says in words for people what is wrong and what would be right.
 * A refusal (anything but TOOLRACK_OK from echo_call) is for what is no matter of the tool. */
static int32_t answer_error(
    echo *self, toolrack_call *call, const char *summary, const char *detail) {
  toolrack_result result = {
      .size = sizeof result,
      .flags = TOOLRACK_RESULT_TOOL_ERROR,
      .error_summary = {(const uint8_t *)summary, strlen(summary)},
      .error_detail = {(const uint8_t *)detail, strlen(detail)}};
  self->host->complete(self->host->context, call, &result);
  return TOOLRACK_OK;
}

/* ---- The tools ------------------------------------------------------------------------------- */

/* Without escapes, the answer is a piece of the request, and nothing is copied. */
static int32_t tool_text(echo *self, toolrack_call *call, const toolrack_request *request) {
  toolrack_bytes value = find_member(request->arguments, "text"), none = {NULL, 0};
  if (value.count < 2 || *value.pointer != '"') {
    return answer_error(self, call, "The argument \"text\" is missing or is not a string.",
        "Pass the text that is to come back as \"text\".");
  }
  toolrack_bytes body = {value.pointer + 1, value.count - 2};
  if (!memchr(body.pointer, '\\', body.count)) return answer(self, call, body, none);

  uint8_t on_stack[STACK_TEXT_BYTES];
  uint8_t *buffer = body.count <= sizeof on_stack ? on_stack : malloc(body.count);
  if (!buffer) return TOOLRACK_BUSY;
  toolrack_bytes text = {buffer, decode_string(body, buffer)};
  answer(self, call, text, none);
  if (buffer != on_stack) free(buffer);
  return TOOLRACK_OK;
}

static int32_t tool_add(echo *self, toolrack_call *call, const toolrack_request *request) {
  static const char how[] = "Pass the two numbers to add as \"a\" and \"b\".";
  double a, b;
  if (!read_number(find_member(request->arguments, "a"), &a)) {
    return answer_error(self, call, "The argument \"a\" is missing or is not a number.", how);
  }
  if (!read_number(find_member(request->arguments, "b"), &b)) {
    return answer_error(self, call, "The argument \"b\" is missing or is not a number.", how);
  }
  double sum = a + b;
  if (!isfinite(sum)) return answer_error(self, call, "The sum is too large.", how);

  /* The shortest spelling that reads back as the same number. */
  char text[32], json[48];
  int length = 0;
  for (int digits = 15; digits <= 17 && (length == 0 || strtod(text, NULL) != sum); digits++) {
    length = snprintf(text, sizeof text, "%.*g", digits, sum);
  }
  int json_length = snprintf(json, sizeof json, "{\"sum\":%s}", text);
  return answer(self, call, (toolrack_bytes){(const uint8_t *)text, (size_t)length},
      (toolrack_bytes){(const uint8_t *)json, (size_t)json_length});
}

typedef struct sleeper {
  echo *self;
  toolrack_call *call;
  long milliseconds;
} sleeper;

static int64_t milliseconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Runs on a thread of its own. After `complete` the host may destroy the instance at any moment,
 * so whatever else this thread has to do comes first. */
static void *run_sleeper(void *argument) {
  sleeper job = *(sleeper *)argument;
  const toolrack_host *host = job.self->host;
  free(argument);
  int64_t end = milliseconds_now() + job.milliseconds, left;
  while ((left = end - milliseconds_now()) > 0 && !host->is_cancelled(host->context, job.call)) {
    long slice = left < SLEEP_SLICE_MILLISECONDS ? (long)left : SLEEP_SLICE_MILLISECONDS;
    nanosleep(&(struct timespec){0, slice * 1000000}, NULL);
  }
  char text[48];
  int length = snprintf(text, sizeof text, "slept %ld ms", job.milliseconds);
  toolrack_part part = {
      .kind = TOOLRACK_PART_TEXT, .data = {(const uint8_t *)text, (size_t)length}};
  toolrack_result result = {.size = sizeof result, .parts = &part, .part_count = 1};
  if (left > 0) result.flags = TOOLRACK_RESULT_CANCELLED, result.part_count = 0;
  atomic_fetch_sub(&job.self->sleepers, 1);
  host->complete(host->context, job.call, &result);
  return NULL;
}

static bool start_thread(void *(*run)(void *), void *argument) {
  pthread_t thread;
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0) return false;
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, SLEEPER_STACK_BYTES);
  bool started = pthread_create(&thread, &attributes, run, argument) == 0;
  pthread_attr_destroy(&attributes);
  return started;
}

/* The table promises that calls never block, so the wait happens elsewhere and the completion
 * comes from there. */
static int32_t tool_sleep(echo *self, toolrack_call *call, const toolrack_request *request) {
  double milliseconds;
  bool given = read_number(find_member(request->arguments, "milliseconds"), &milliseconds);
  if (!given || milliseconds < 0 || milliseconds > MAXIMUM_SLEEP_MILLISECONDS ||
      milliseconds != (long)milliseconds) {
    return answer_error(self, call, "The argument \"milliseconds\" is missing or out of range.",
        "Pass a whole number from 0 to 60000.");
  }
  sleeper *job = malloc(sizeof *job);
  if (!job) return TOOLRACK_BUSY;
  *job = (sleeper){self, call, (long)milliseconds};
  if (atomic_fetch_add(&self->sleepers, 1) < MAXIMUM_SLEEPERS && start_thread(run_sleeper, job)) {
    return TOOLRACK_OK;
  }
  atomic_fetch_sub(&self->sleepers, 1);
  free(job);
  return TOOLRACK_BUSY;
}

static int32_t tool_crash(echo *self, toolrack_call *call, const toolrack_request *request) {
  (void)self, (void)call, (void)request;
  abort();
}

static const struct {
  const char *name;
  int32_t (*run)(echo *, toolrack_call *, const toolrack_request *);
} tools[] = {
    {"text", tool_text}, {"add", tool_add}, {"sleep", tool_sleep}, {"crash", tool_crash}};

/* MCP Tool objects. The host adds the plugin's prefix to the names. */
static const char tool_list[] =
    "[{\"name\":\"text\",\"title\":\"Echo a text\","
    "\"description\":\"Returns the argument text unchanged.\","
    "\"inputSchema\":{\"type\":\"object\",\"properties\":{"
    "\"text\":{\"type\":\"string\",\"description\":\"The text that comes back.\"}},"
    "\"required\":[\"text\"],\"additionalProperties\":false},"
    "\"annotations\":{\"readOnlyHint\":true,\"idempotentHint\":true,\"openWorldHint\":false}},"

    "{\"name\":\"add\",\"title\":\"Add two numbers\","
    "\"description\":\"Returns the sum of a and b, as 64-bit floating point.\","
    "\"inputSchema\":{\"type\":\"object\",\"properties\":{"
    "\"a\":{\"type\":\"number\",\"description\":\"The first number.\"},"
    "\"b\":{\"type\":\"number\",\"description\":\"The second number.\"}},"
    "\"required\":[\"a\",\"b\"],\"additionalProperties\":false},"
    "\"outputSchema\":{\"type\":\"object\",\"properties\":{"
    "\"sum\":{\"type\":\"number\",\"description\":\"a + b.\"}},\"required\":[\"sum\"]},"
    "\"annotations\":{\"readOnlyHint\":true,\"idempotentHint\":true,\"openWorldHint\":false}},"

    "{\"name\":\"sleep\",\"title\":\"Wait\","
    "\"description\":\"Answers after some time. Can be cancelled.\","
    "\"inputSchema\":{\"type\":\"object\",\"properties\":{"
    "\"milliseconds\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":60000,"
    "\"description\":\"How long to wait, in milliseconds.\"}},"
    "\"required\":[\"milliseconds\"],\"additionalProperties\":false},"
    "\"annotations\":{\"readOnlyHint\":true,\"idempotentHint\":true,\"openWorldHint\":false}},"

    "{\"name\":\"crash\",\"title\":\"Crash\","
    "\"description\":\"Aborts the process that the plugin runs in, to show what a crash does.\","
    "\"inputSchema\":{\"type\":\"object\",\"additionalProperties\":false},"
    "\"annotations\":{\"readOnlyHint\":false,\"destructiveHint\":true,"
    "\"idempotentHint\":false,\"openWorldHint\":false}}]";

/* ---- The plugin ------------------------------------------------------------------------------ */

static int32_t echo_create(const toolrack_host *host, void **plugin, toolrack_blob *error) {
  (void)error; /* no text is needed where there is no memory */
  echo *self = malloc(sizeof *self);
  if (!self) return TOOLRACK_FAILED;
  self->host = host;
  atomic_init(&self->sleepers, 0);
  *plugin = self;
  return TOOLRACK_OK;
}

static int32_t echo_tools(void *plugin, toolrack_blob *out) {
  (void)plugin;
  *out = (toolrack_blob){.bytes = LITERAL(tool_list)}; /* static: no release */
  return TOOLRACK_OK;
}

static int32_t echo_call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
    size_t length = strlen(tools[i].name);
    if (request->name.count == length &&
        memcmp(request->name.pointer, tools[i].name, length) == 0) {
      return tools[i].run(plugin, call, request);
    }
  }
  return TOOLRACK_NOT_FOUND;
}

static void echo_destroy(void *plugin) { free(plugin); }

static const toolrack_plugin table = {
    .size = sizeof table,
    .flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK,
    .name = LITERAL("echo"),
    .version = LITERAL("1.0.0"),
    .create = echo_create,
    .tools = echo_tools,
    .call = echo_call,
    .destroy = echo_destroy};

const toolrack_plugin *toolrack_plugin_entry_v1(void) { return &table; }
