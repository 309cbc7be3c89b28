/* Its entry returns NULL. */
#include <stddef.h>

__attribute__((visibility("default"))) const void *toolrack_plugin_entry_v1(void);
const void *toolrack_plugin_entry_v1(void) { return NULL; }
