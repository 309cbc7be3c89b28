/* The table of one of its interfaces has another size than the contract's. */
#include "fixture.h"

static const void *get(void *plugin, const char *id) {
  (void)plugin;
  static const toolrack_completion completion = {sizeof completion + 8, 0, NULL};
  return strcmp(id, TOOLRACK_COMPLETION_1) == 0 ? &completion : NULL;
}

PLUGIN("bad-interface", .create = create, .get = get)
