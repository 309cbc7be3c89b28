/* "twice" completes two times at once; "late" completes, and again 50 ms afterwards. */
#include "fixture.h"

static void *complete_late(void *call) {
  usleep(50 * 1000);
  answer(call, "late");
  return NULL;
}

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin;
  answer(call, "first");
  if (is_tool(request, "late")) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, complete_late, call) == 0) pthread_detach(thread);
  } else {
    int32_t answered = answer(call, "second");
    fprintf(stderr, "the second completion answered %d\n", answered);
  }
  return TOOLRACK_OK;
}

TOOLS("[" TOOL("twice", "") "," TOOL("late", "") "]")
PLUGIN("double-complete", .flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK, .create = create,
    .tools = tools, .call = call)
