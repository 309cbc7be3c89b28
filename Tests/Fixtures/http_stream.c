/* "stream" gets "url" through the host piece by piece: progress counts what arrives, and the answer
 * is "STATUS BODY", or the failure as a tool error. It ends the exchange after "pieces" of them and
 * heeds no cancellation. "open" answers at the head, and leaves the exchange open. A host that
 * breaks a rule of toolrack.http-stream/1 ends the process. */
#include "fixture.h"

#include <stdatomic.h>

typedef struct exchange {
  toolrack_call *call;
  uint64_t number;
  unsigned status;
  long pieces, most;
  int leaves_open;
  char *text;
  size_t count;
} exchange;

static atomic_int running;

static void require(int holds) {
  if (!holds) abort();
}

static void append(exchange *exchange, toolrack_bytes bytes) {
  exchange->text = realloc(exchange->text, exchange->count + bytes.count);
  require(exchange->text != NULL);
  memcpy(exchange->text + exchange->count, bytes.pointer, bytes.count);
  exchange->count += bytes.count;
}

static void head(exchange *exchange, const toolrack_http_response *response) {
  require(response->status >= 200 && response->field_count > 0 && response->body.count == 0);
  exchange->status = response->status;
  char status[16];
  append(exchange, (toolrack_bytes){(uint8_t *)status,
      (size_t)snprintf(status, sizeof status, "%u ", response->status)});
  if (!exchange->leaves_open) return;
  answer(exchange->call, "open");
  exchange->call = NULL;
}

static void piece(void *user, const toolrack_http_response *response) {
  exchange *exchange = user;
  require(response->size == sizeof *response && response->failure == TOOLRACK_HTTP_OK);
  if (exchange->status == 0) {
    head(exchange, response);
    return;
  }
  require(response->status == 0 && response->field_count == 0 && response->body.count > 0);
  append(exchange, response->body);
  exchange->pieces++;
  if (!exchange->call) return;
  host->progress(host->context, exchange->call, (double)exchange->pieces, 0, (toolrack_bytes){0});
  if (exchange->pieces != exchange->most) return;
  const toolrack_http *http = host->get(host->context, TOOLRACK_HTTP_1);
  http->cancel(host->context, exchange->number);
}

static void done(void *user, const toolrack_http_response *response) {
  exchange *exchange = user;
  require(response->size == sizeof *response && response->body.count == 0);
  if (exchange->call && response->failure != TOOLRACK_HTTP_OK) {
    answer_error(exchange->call, response->message);
  } else if (exchange->call) {
    require(exchange->status != 0);
    answer_bytes(exchange->call, (toolrack_bytes){(uint8_t *)exchange->text, exchange->count});
  }
  free(exchange->text);
  free(exchange);
  atomic_fetch_sub(&running, 1);
}

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin;
  const toolrack_http_stream *streams = host->get(host->context, TOOLRACK_HTTP_STREAM_1);
  require(streams && streams->size == sizeof *streams);
  exchange *exchange = calloc(1, sizeof *exchange);
  require(exchange != NULL);
  exchange->call = call;
  exchange->most = integer_argument(request, "\"pieces\"", -1);
  exchange->leaves_open = is_tool(request, "open");
  toolrack_http_request source = {
      .size = sizeof source,
      .method = LITERAL("GET"),
      .url = string_argument(request, "\"url\""),
      .timeout_milliseconds = (uint64_t)integer_argument(request, "\"timeout\"", 0),
      .response_limit_bytes = (uint64_t)integer_argument(request, "\"limit\"", 0),
      .call = exchange->leaves_open ? NULL : call};
  atomic_fetch_add(&running, 1);
  return streams->send(host->context, &source, piece, done, exchange, &exchange->number);
}

/* Every exchange has completed by now. */
static void destroy(void *plugin) {
  (void)plugin;
  require(atomic_load(&running) == 0);
}

#define INTEGER "{\"type\":\"integer\"}"
#define URL "\"url\":{\"type\":\"string\"}"

TOOLS("[" TOOL("stream", URL ",\"timeout\":" INTEGER ",\"limit\":" INTEGER ",\"pieces\":" INTEGER)
    "," TOOL("open", URL) "]")
PLUGIN("http_stream", .flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK, .create = create,
    .tools = tools, .call = call, .destroy = destroy)
