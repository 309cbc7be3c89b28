/* Answers with one part of each kind, structured content and metadata. */
#include "fixture.h"

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin, (void)request;
  static const uint8_t raw[] = {0x00, 0xFF, 0x10, 0x80};
  const toolrack_bytes data = {raw, sizeof raw}, uri = LITERAL("fixture://one");
  const toolrack_part parts[] = {
      {.kind = TOOLRACK_PART_TEXT, .data = LITERAL("text \"with\" \n quotes"),
          .members = LITERAL("{\"annotations\":{\"priority\":1}}")},
      {.kind = TOOLRACK_PART_IMAGE, .data = data, .media_type = LITERAL("image/png")},
      {.kind = TOOLRACK_PART_AUDIO, .data = data, .media_type = LITERAL("audio/wav")},
      {.kind = TOOLRACK_PART_RESOURCE_LINK, .uri = uri, .name = LITERAL("one"),
          .media_type = LITERAL("text/plain")},
      {.kind = TOOLRACK_PART_RESOURCE_TEXT, .uri = uri, .data = LITERAL("inside"),
          .media_type = LITERAL("text/plain")},
      {.kind = TOOLRACK_PART_RESOURCE_BLOB, .uri = uri, .data = data,
          .media_type = LITERAL("application/octet-stream")}};
  const toolrack_result result = {
      .size = sizeof result,
      .parts = parts,
      .part_count = sizeof parts / sizeof *parts,
      .structured = LITERAL("{\"parts\":6}"),
      .meta = LITERAL("{\"example.com/fixture\":true}")};
  host->complete(host->context, call, &result);
  return TOOLRACK_OK;
}

TOOLS("[" TOOL("all", "") "]")
PLUGIN("all-parts", .flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK, .create = create, .tools = tools,
    .call = call)
