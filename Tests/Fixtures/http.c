/* "fetch" gets "url" through the host and answers with "STATUS BODY", or with the failure as a
 * tool error. Cancelling the call ends the exchange; one call at a time. */
#include "fixture.h"

#include <stdatomic.h>

static _Atomic uint64_t last_exchange;

static void done(void *call, const toolrack_http_response *response) {
  if (response->failure != TOOLRACK_HTTP_OK) {
    answer_error(call, response->message);
    return;
  }
  size_t count = response->body.count + 16;
  char *text = malloc(count);
  if (!text) abort();
  int length = snprintf(text, count, "%u %.*s", response->status, (int)response->body.count,
      response->body.pointer ? (const char *)response->body.pointer : "");
  answer_bytes(call, (toolrack_bytes){(uint8_t *)text, (size_t)length});
  free(text);
}

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin;
  const toolrack_http *http = host->get(host->context, TOOLRACK_HTTP_1);
  if (!http) {
    answer_error(call, bytes_of("The host has no HTTP client."));
    return TOOLRACK_OK;
  }
  toolrack_http_field field = {LITERAL("X-Fixture"), LITERAL("http")};
  toolrack_http_request exchange = {
      .size = sizeof exchange,
      .method = LITERAL("GET"),
      .url = string_argument(request, "\"url\""),
      .fields = &field,
      .field_count = 1,
      .timeout_milliseconds = (uint64_t)integer_argument(request, "\"timeout\"", 0),
      .call = call};
  uint64_t number = 0;
  int32_t answered = http->send(host->context, &exchange, done, call, &number);
  if (answered == TOOLRACK_OK) atomic_store(&last_exchange, number);
  return answered;
}

static void cancel(void *plugin, toolrack_call *call) {
  (void)plugin, (void)call;
  const toolrack_http *http = host->get(host->context, TOOLRACK_HTTP_1);
  if (http) http->cancel(host->context, atomic_load(&last_exchange));
}

TOOLS("[" TOOL("fetch", "\"url\":{\"type\":\"string\"},\"timeout\":{\"type\":\"integer\"}") "]")
PLUGIN("http", .flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK, .create = create, .tools = tools,
    .call = call, .cancel = cancel)
