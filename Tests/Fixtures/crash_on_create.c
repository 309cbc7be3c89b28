/* Aborts in `create`. */
#include "fixture.h"

static int32_t crash(const toolrack_host *given, void **plugin, toolrack_blob *error) {
  (void)given, (void)plugin, (void)error;
  abort();
}

TOOLS("[]")
PLUGIN("crash-on-create", .create = crash, .tools = tools)
