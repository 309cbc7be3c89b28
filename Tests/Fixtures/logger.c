/* Logs at every level, for the call and without it, and prints to both standard streams. */
#include "fixture.h"

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin, (void)request;
  for (uint32_t level = TOOLRACK_LOG_DEBUG; level <= TOOLRACK_LOG_EMERGENCY; level++) {
    char text[32];
    snprintf(text, sizeof text, "level %u", level);
    host->log(host->context, call, level, bytes_of(text), bytes_of("{\"fixture\":true}"));
  }
  host->log(host->context, NULL, TOOLRACK_LOG_INFO, bytes_of("two\nlines"), bytes_of(""));
  host->log(host->context, NULL, 99, bytes_of("no such level"), bytes_of("no JSON"));
  fprintf(stdout, "to standard output\n");
  fflush(stdout);
  fprintf(stderr, "to standard error\nwithout an end");
  answer(call, "logged");
  return TOOLRACK_OK;
}

TOOLS("[" TOOL("log", "") "]")
PLUGIN("logger", .create = create, .tools = tools, .call = call)
