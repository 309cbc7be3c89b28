/* Reads address 0 within a call of "crash"; "fine" answers. */
#include "fixture.h"

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin;
  static volatile int *volatile nowhere;
  if (is_tool(request, "crash")) return *nowhere;
  answer(call, "fine");
  return TOOLRACK_OK;
}

TOOLS("[" TOOL("crash", "") "," TOOL("fine", "") "]")
PLUGIN("crash-on-call", .flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK, .create = create,
    .tools = tools, .call = call)
