/* "grow" adds a tool "grown_1", "grown_2", ... (at most nine) and says that the list changed. */
#include "fixture.h"

#include <stdatomic.h>

static atomic_int grown;

static int32_t tools(void *plugin, toolrack_blob *out) {
  (void)plugin;
  size_t room = 4096, count;
  char *text = malloc(room);
  if (!text) return TOOLRACK_FAILED;
  count = (size_t)snprintf(text, room, "[%s", TOOL("grow", ""));
  for (int i = 1, n = atomic_load(&grown); i <= n; i++) {
    count += (size_t)snprintf(text + count, room - count,
        ",{\"name\":\"grown_%d\",\"inputSchema\":{\"type\":\"object\"}}", i);
  }
  text[count++] = ']';
  *out = (toolrack_blob){{(uint8_t *)text, count}, free, text};
  return TOOLRACK_OK;
}

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin;
  if (is_tool(request, "grow") && atomic_load(&grown) < 9) {
    atomic_fetch_add(&grown, 1);
    host->tools_changed(host->context);
  }
  answer_bytes(call, request->name);
  return TOOLRACK_OK;
}

PLUGIN("changing-tools", .flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK, .create = create,
    .tools = tools, .call = call)
