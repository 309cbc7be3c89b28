/* Cannot make an instance, and says why. */
#include "fixture.h"

static int32_t fail(const toolrack_host *given, void **plugin, toolrack_blob *error) {
  (void)given, (void)plugin;
  *error = (toolrack_blob){.bytes = LITERAL("the fixture was told to fail")};
  return TOOLRACK_FAILED;
}

TOOLS("[]")
PLUGIN("create-fails", .create = fail, .tools = tools)
