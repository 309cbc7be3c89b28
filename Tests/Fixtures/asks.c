/* Asks for a name by a multi-round-trip request, then answers with what came back. */
#include "fixture.h"

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin;
  if (request->state.count == 0) {
    const toolrack_result question = {
        .size = sizeof question,
        .flags = TOOLRACK_RESULT_INPUT_REQUIRED,
        .input_requests = LITERAL(
            "{\"name\":{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"form\","
            "\"message\":\"Who?\",\"requestedSchema\":{\"type\":\"object\",\"properties\":"
            "{\"name\":{\"type\":\"string\"}}}}}}"),
        .state = LITERAL("asked")};
    host->complete(host->context, call, &question);
    return TOOLRACK_OK;
  }
  const toolrack_part parts[] = {{.kind = TOOLRACK_PART_TEXT, .data = request->state},
      {.kind = TOOLRACK_PART_TEXT, .data = request->input_responses}};
  const toolrack_result result = {.size = sizeof result, .parts = parts, .part_count = 2};
  host->complete(host->context, call, &result);
  return TOOLRACK_OK;
}

TOOLS("[" TOOL("ask", "") "]")
PLUGIN("asks", .flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK, .create = create, .tools = tools,
    .call = call)
