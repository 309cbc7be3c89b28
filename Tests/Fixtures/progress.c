/* Tells its progress: two steps, one that goes back, the last; then answers. */
#include "fixture.h"

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin, (void)request;
  static const double steps[] = {1, 2, 1.5, 3};
  for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
    host->progress(host->context, call, steps[i], 3, bytes_of("a step"));
  }
  answer(call, "done");
  return TOOLRACK_OK;
}

TOOLS("[" TOOL("steps", "") "]")
PLUGIN("progress", .flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK, .create = create, .tools = tools,
    .call = call)
