/* Answers with every view of the request, one part each, in the order of the header. */
#include "fixture.h"

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin;
  char deadline[32];
  snprintf(deadline, sizeof deadline, "%llu", (unsigned long long)request->deadline_nanoseconds);
  const toolrack_bytes views[] = {request->name, request->arguments, request->meta,
      request->caller, request->trace_parent, request->trace_state, request->input_responses,
      request->state, request->client_capabilities, request->protocol_version, request->call_id,
      bytes_of(deadline)};
  enum { COUNT = sizeof views / sizeof *views };
  toolrack_part parts[COUNT];
  for (size_t i = 0; i < COUNT; i++) {
    parts[i] = (toolrack_part){.kind = TOOLRACK_PART_TEXT, .data = views[i]};
  }
  const toolrack_result result = {.size = sizeof result, .parts = parts, .part_count = COUNT};
  host->complete(host->context, call, &result);
  return TOOLRACK_OK;
}

TOOLS("[" TOOL("request", "") "]")
PLUGIN("mirror", .flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK, .create = create, .tools = tools,
    .call = call)
