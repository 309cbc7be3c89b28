/* Takes its time to start: the setting "milliseconds", or else half a second. */
#include "fixture.h"

static int32_t create_slowly(const toolrack_host *given, void **plugin, toolrack_blob *error) {
  long milliseconds = 500;
  toolrack_blob setting = {0};
  if (given->config(given->context, bytes_of("milliseconds"), &setting) == TOOLRACK_OK) {
    char text[32];
    snprintf(text, sizeof text, "%.*s", (int)setting.bytes.count,
        (const char *)setting.bytes.pointer);
    milliseconds = strtol(text, NULL, 10);
    if (setting.release) setting.release(setting.owner);
  }
  usleep((useconds_t)milliseconds * 1000);
  return create(given, plugin, error);
}

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin, (void)request;
  answer(call, "at last");
  return TOOLRACK_OK;
}

TOOLS("[" TOOL("ready", "") "]")
PLUGIN("slow-create", .flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK, .create = create_slowly,
    .tools = tools, .call = call)
