/* Its name is none: capitals, a space and an end of line. */
#include "fixture.h"

TOOLS("[]")
PLUGIN("Bad Name\n", .create = create, .tools = tools)
