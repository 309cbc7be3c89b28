/* Its table lacks the functions that every plugin needs. */
#include "fixture.h"

PLUGIN("no-functions", .flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK)
