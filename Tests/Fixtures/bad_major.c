/* Offers only a version of the contract that does not exist. */
#include "fixture.h"

TOOLRACK_EXPORT const void *toolrack_plugin_entry_v2(void);
const void *toolrack_plugin_entry_v2(void) { return NULL; }
