/* Its list of tools is no JSON. */
#include "fixture.h"

TOOLS("[{\"name\":\"broken\",")
PLUGIN("bad-tools", .create = create, .tools = tools)
