/* Its table has another size than the header says. */
#include "fixture.h"

const toolrack_plugin *toolrack_plugin_entry_v1(void) {
  static const toolrack_plugin table = {
      .size = sizeof table - 8, .name = LITERAL("wrong-size"), .version = LITERAL("1.0.0")};
  return &table;
}
