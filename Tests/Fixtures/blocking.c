/* Blocks the host's thread in `call`, and says how many calls it saw at a time at most. Built a
 * second time with a maximum_concurrency of 2. */
#include "fixture.h"

#include <stdatomic.h>

#ifndef MAXIMUM_CONCURRENCY
#define MAXIMUM_CONCURRENCY 0
#define NAME "blocking"
#else
#define NAME "blocking-two"
#endif

static atomic_int running, most;

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin;
  int now = atomic_fetch_add(&running, 1) + 1, before = atomic_load(&most);
  while (before < now && !atomic_compare_exchange_weak(&most, &before, now)) {}
  if (is_tool(request, "wait")) {
    usleep((useconds_t)integer_argument(request, "\"milliseconds\"", 10) * 1000);
  }
  atomic_fetch_sub(&running, 1);
  char text[32];
  snprintf(text, sizeof text, "%d", atomic_load(&most));
  answer(call, text);
  return TOOLRACK_OK;
}

TOOLS("[" TOOL("wait", "\"milliseconds\":{\"type\":\"integer\"}") "," TOOL("most", "") "]")
PLUGIN(NAME, .maximum_concurrency = MAXIMUM_CONCURRENCY, .create = create, .tools = tools,
    .call = call)
