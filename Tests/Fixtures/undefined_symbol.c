/* Needs a function that no library has: it must not be opened lazily. */
#include "fixture.h"

int toolrack_function_that_nobody_defines(void);

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin, (void)call, (void)request;
  return toolrack_function_that_nobody_defines();
}

TOOLS("[]")
PLUGIN("undefined-symbol", .create = create, .tools = tools, .call = call)
