/* Aborts while it is being opened. */
#include "fixture.h"

__attribute__((constructor)) static void crash(void) { abort(); }

TOOLS("[]")
PLUGIN("crash-on-load", .create = create, .tools = tools)
