/* Of its five tools one is right: a name with a space, one name twice, one tool without a name. */
#include "fixture.h"

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin, (void)request;
  answer(call, "fine");
  return TOOLRACK_OK;
}

TOOLS("[" TOOL("fine", "") "," TOOL("has space", "") "," TOOL("twice", "") "," TOOL("twice", "")
      ",{\"inputSchema\":{\"type\":\"object\"}}]")
PLUGIN("bad-names", .create = create, .tools = tools, .call = call)
