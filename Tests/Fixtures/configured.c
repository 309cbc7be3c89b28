/* "show" answers with the setting named by "key", or all of them. */
#include "fixture.h"

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin;
  toolrack_blob setting = {0};
  toolrack_bytes key = string_argument(request, "\"key\"");
  if (host->config(host->context, key, &setting) != TOOLRACK_OK) {
    answer_error(call, bytes_of("There is no such setting."));
    return TOOLRACK_OK;
  }
  answer_bytes(call, setting.bytes);
  if (setting.release) setting.release(setting.owner);
  return TOOLRACK_OK;
}

TOOLS("[" TOOL("show", "\"key\":{\"type\":\"string\"}") "]")
PLUGIN("configured", .flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK, .create = create,
    .tools = tools, .call = call)
