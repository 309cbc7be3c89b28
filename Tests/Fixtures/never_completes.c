/* Accepts every call, answers none, and ignores that it was cancelled. */
#include "fixture.h"

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin, (void)call, (void)request;
  return TOOLRACK_OK;
}

static void cancel(void *plugin, toolrack_call *call) { (void)plugin, (void)call; }

TOOLS("[" TOOL("hang", "") "]")
PLUGIN("never-completes", .flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK, .create = create,
    .tools = tools, .call = call, .cancel = cancel)
