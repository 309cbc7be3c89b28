/* "text" and "blob" answer with as many mebibytes as asked for. */
#include "fixture.h"

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin;
  size_t count = (size_t)integer_argument(request, "\"mebibytes\"", 1) << 20;
  uint8_t *memory = malloc(count ? count : 1);
  if (!memory) return TOOLRACK_BUSY;
  memset(memory, 'x', count);
  toolrack_part part = {.kind = TOOLRACK_PART_TEXT, .data = {memory, count}};
  if (is_tool(request, "blob")) {
    part.kind = TOOLRACK_PART_IMAGE;
    part.media_type = bytes_of("image/png");
  }
  toolrack_result result = {.size = sizeof result, .parts = &part, .part_count = 1};
  host->complete(host->context, call, &result);
  free(memory);
  return TOOLRACK_OK;
}

TOOLS("[" TOOL("text", "\"mebibytes\":{\"type\":\"integer\"}") ","
      TOOL("blob", "\"mebibytes\":{\"type\":\"integer\"}") "]")
PLUGIN("big-result", .create = create, .tools = tools, .call = call)
