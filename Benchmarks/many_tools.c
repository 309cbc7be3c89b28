/*
 * many_tools.c - a plugin with as many tools as its setting "count" says: how a long catalogue
 * costs. Each tool answers "ok".
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <stdlib.h>

#include "toolrack_plugin.h"

#define TOOL_BYTES 400

static const toolrack_host *host;
static long tool_count = 1;

static int32_t create(const toolrack_host *given, void **plugin, toolrack_blob *error) {
  (void)error;
  host = given;
  *plugin = NULL;
  toolrack_blob count;
  const toolrack_bytes key = {(const uint8_t *)"count", 5};
  if (host->config(host->context, key, &count) == TOOLRACK_OK) {
    char digits[16];
    snprintf(digits, sizeof digits, "%.*s", (int)count.bytes.count,
        (const char *)count.bytes.pointer);
    tool_count = strtol(digits, NULL, 10);
    if (count.release) count.release(count.owner);
  }
  return TOOLRACK_OK;
}

static int32_t tools(void *plugin, toolrack_blob *out) {
  (void)plugin;
  const size_t room = (size_t)tool_count * TOOL_BYTES + 2;
  char *text = malloc(room);
  if (!text) return TOOLRACK_FAILED;
  size_t count = 0;
  text[count++] = '[';
  for (long i = 0; i < tool_count; i++) {
    count += (size_t)snprintf(text + count, room - count,
        "%s{\"name\":\"tool_%05ld\",\"description\":\"Tool %ld of a long catalogue.\","
        "\"inputSchema\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"integer\"},"
        "\"name\":{\"type\":\"string\",\"maxLength\":100}},\"additionalProperties\":false}}",
        i ? "," : "", i, i);
  }
  text[count++] = ']';
  *out = (toolrack_blob){{(const uint8_t *)text, count}, free, text};
  return TOOLRACK_OK;
}

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin;
  (void)request;
  const toolrack_part part = {
      .kind = TOOLRACK_PART_TEXT, .data = {(const uint8_t *)"ok", 2}};
  const toolrack_result result = {.size = sizeof result, .parts = &part, .part_count = 1};
  host->complete(host->context, call, &result);
  return TOOLRACK_OK;
}

const toolrack_plugin *toolrack_plugin_entry_v1(void) {
  static const toolrack_plugin table = {.size = sizeof table,
      .flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK,
      .name = {(const uint8_t *)"many-tools", 10},
      .version = {(const uint8_t *)"1.0.0", 5},
      .create = create,
      .tools = tools,
      .call = call};
  return &table;
}
