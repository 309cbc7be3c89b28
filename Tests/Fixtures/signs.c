/* "sign" has the host sign a request and answers with the fields to add, one "NAME: VALUE" in a
 * line, or with the presigned URL; "crash" asks the same and ends the process. */
#include "fixture.h"

static void done(void *call, const toolrack_http_response *response) {
  if (response->failure != TOOLRACK_HTTP_OK) {
    answer_error(call, response->message);
    return;
  }
  if (response->field_count == 0) {
    answer_bytes(call, response->body);
    return;
  }
  char *text = NULL;
  size_t count = 0;
  FILE *out = open_memstream(&text, &count);
  if (!out) abort();
  for (size_t i = 0; i < response->field_count; i++) {
    const toolrack_http_field *field = &response->fields[i];
    fprintf(out, "%.*s: %.*s\n", (int)field->name.count, (const char *)field->name.pointer,
        (int)field->value.count, (const char *)field->value.pointer);
  }
  fclose(out);
  answer_bytes(call, (toolrack_bytes){(uint8_t *)text, count});
  free(text);
}

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin;
  const toolrack_aws *aws = host->get(host->context, TOOLRACK_AWS_1);
  if (!aws || aws->size != sizeof *aws) {
    answer_error(call, bytes_of("The host signs nothing."));
    return TOOLRACK_OK;
  }
  toolrack_http_field field = {LITERAL("Content-Type"), LITERAL("application/json")};
  toolrack_http_request exchange = {
      .size = sizeof exchange,
      .method = string_argument(request, "\"method\""),
      .url = string_argument(request, "\"url\""),
      .fields = &field,
      .field_count = integer_argument(request, "\"presign\"", 0) ? 0 : 1,
      .body = string_argument(request, "\"body\""),
      .call = call};
  long padding = integer_argument(request, "\"padding\"", 0);
  uint8_t *large = NULL;
  if (padding > 0) {
    large = calloc(1, (size_t)padding);
    if (!large) abort();
    exchange.body = (toolrack_bytes){large, (size_t)padding};
  }
  int32_t answered = aws->sign(host->context, &exchange, string_argument(request, "\"service\""),
      string_argument(request, "\"region\""),
      integer_argument(request, "\"presign\"", 0) ? TOOLRACK_AWS_PRESIGN : 0, done, call);
  free(large);
  if (is_tool(request, "crash")) abort();
  return answered;
}

static void cancel(void *plugin, toolrack_call *call) { (void)plugin, (void)call; }

#define ARGUMENTS                                                                                 \
  "\"method\":{\"type\":\"string\"},\"url\":{\"type\":\"string\"},"                               \
  "\"service\":{\"type\":\"string\"},\"region\":{\"type\":\"string\"},"                           \
  "\"body\":{\"type\":\"string\"},\"presign\":{\"type\":\"integer\"},"                            \
  "\"padding\":{\"type\":\"integer\"}"

TOOLS("[" TOOL("sign", ARGUMENTS) "," TOOL("crash", ARGUMENTS) "]")
PLUGIN("signs", .flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK, .create = create, .tools = tools,
    .call = call, .cancel = cancel)
