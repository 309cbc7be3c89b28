/* Writes a frame of its own to the host's socket, as a plugin could that writes over its worker's
 * memory. For a worker only. */
#include "fixture.h"

/* The worker's end of the socket, see WorkerProcess. */
#define SOCKET 3

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin;
  uint8_t frame[256] = {0};
  toolrack_bytes hexadecimal = string_argument(request, "\"payload\"");
  uint32_t count = (uint32_t)hexadecimal.count / 2;
  memcpy(frame, &count, sizeof count);
  frame[4] = (uint8_t)integer_argument(request, "\"kind\"", 0);
  for (uint32_t i = 0; i < count && i < 128; i++) {
    const char digits[3] = {(char)hexadecimal.pointer[2 * i],
        (char)hexadecimal.pointer[2 * i + 1], 0};
    frame[16 + i] = (uint8_t)strtoul(digits, NULL, 16);
  }
  if (write(SOCKET, frame, 16 + count) < 0) return TOOLRACK_FAILED;
  answer(call, "forged");
  return TOOLRACK_OK;
}

TOOLS("[" TOOL("forge", "") "]")
PLUGIN("forges-frames", .flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK, .create = create,
    .tools = tools, .call = call)
