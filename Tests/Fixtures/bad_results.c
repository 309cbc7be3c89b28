/* Answers with what the contract does not allow, one tool each. */
#include "fixture.h"

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin;
  toolrack_part part = {.kind = TOOLRACK_PART_TEXT, .data = LITERAL("text")};
  toolrack_result result = {.size = sizeof result, .parts = &part, .part_count = 1};
  if (is_tool(request, "size")) result.size -= 8;
  if (is_tool(request, "kind")) part.kind = 99;
  if (is_tool(request, "utf8")) part.data = bytes_of("caf\xE9");
  if (is_tool(request, "structured")) result.structured = bytes_of("{\"open\":");
  if (is_tool(request, "meta")) result.meta = bytes_of("[1]");
  if (is_tool(request, "members")) part.members = bytes_of("nonsense");
  if (is_tool(request, "empty")) result.parts = NULL, result.part_count = 0;
  host->complete(host->context, call, &result);
  return TOOLRACK_OK;
}

TOOLS("[" TOOL("size", "") "," TOOL("kind", "") "," TOOL("utf8", "") "," TOOL("structured", "")
      "," TOOL("meta", "") "," TOOL("members", "") "," TOOL("empty", "") "]")
PLUGIN("bad-results", .flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK, .create = create,
    .tools = tools, .call = call)
