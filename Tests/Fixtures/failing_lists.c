/* Lists its prompts once; then it says that they have changed, and cannot list them. The build may
 * say that it never can. */
#include "fixture.h"

#include <stdatomic.h>

#ifndef TIMES
#define TIMES 1
#endif

static atomic_int times;

static int32_t create_failing(const toolrack_host *given, void **plugin, toolrack_blob *error) {
  /* The file stays mapped where it runs in the host, and with it what an earlier instance left. */
  atomic_store(&times, 0);
  return create(given, plugin, error);
}

static int32_t list_prompts(void *plugin, toolrack_blob *out) {
  (void)plugin;
  if (atomic_fetch_add(&times, 1) >= TIMES) return TOOLRACK_FAILED;
  *out = (toolrack_blob){.bytes = LITERAL("[{\"name\":\"first\"}]")};
  return TOOLRACK_OK;
}

static const void *get(void *plugin, const char *id) {
  (void)plugin;
  static const toolrack_prompts prompts = {sizeof prompts, 0, list_prompts, NULL};
  return strcmp(id, TOOLRACK_PROMPTS_1) == 0 ? &prompts : NULL;
}

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin, (void)request;
  const toolrack_prompts_host *prompts = host->get(host->context, TOOLRACK_PROMPTS_1);
  prompts->changed(host->context);
  answer(call, "done");
  return TOOLRACK_OK;
}

TOOLS("[" TOOL("change", "") "]")
PLUGIN("failing-lists", .flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK, .create = create_failing,
    .tools = tools, .call = call, .get = get)
