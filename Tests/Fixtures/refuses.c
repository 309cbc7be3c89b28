/* "busy" and "fail" refuse every call; "odd" refuses with a number that means nothing. */
#include "fixture.h"

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin, (void)call;
  if (is_tool(request, "busy")) return TOOLRACK_BUSY;
  if (is_tool(request, "odd")) return 1234;
  return is_tool(request, "fail") ? TOOLRACK_FAILED : TOOLRACK_NOT_FOUND;
}

TOOLS("[" TOOL("busy", "") "," TOOL("fail", "") "," TOOL("odd", "") "," TOOL("unknown", "") "]")
PLUGIN("refuses", .flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK, .create = create, .tools = tools,
    .call = call)
