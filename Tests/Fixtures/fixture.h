/*
 * fixture.h - what the fixture plugins share.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Each .c file beside this one is a plugin that does one thing, mostly a wrong one. They are for
 * tests: for the example of a plugin read Plugins/Echo/echo.c.
 */
#ifndef TOOLRACK_FIXTURE_H
#define TOOLRACK_FIXTURE_H

#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "toolrack_plugin.h"

#define LITERAL(text) { (const uint8_t *)(text), sizeof(text) - 1 }

/* One MCP Tool object with the JSON text of its properties. */
#define TOOL(name, properties)                                                 \
  "{\"name\":\"" name "\",\"description\":\"A tool of a fixture.\","           \
  "\"inputSchema\":{\"type\":\"object\",\"properties\":{" properties "}}}"

/* Defines the function `tools` over a JSON array. */
#define TOOLS(json)                                                            \
  static int32_t tools(void *plugin, toolrack_blob *out) {                     \
    (void)plugin;                                                              \
    *out = (toolrack_blob){.bytes = LITERAL(json)};                            \
    return TOOLRACK_OK;                                                        \
  }

/* Defines the entry; the table's other members follow the name. */
#define PLUGIN(plugin_name, ...)                                               \
  const toolrack_plugin *toolrack_plugin_entry_v1(void) {                      \
    static const toolrack_plugin table = {.size = sizeof table,                \
        .name = LITERAL(plugin_name),                                          \
        .version = LITERAL("1.0.0"),                                           \
        __VA_ARGS__};                                                          \
    return &table;                                                             \
  }

static const toolrack_host *host;

static inline int32_t create(const toolrack_host *given, void **plugin, toolrack_blob *error) {
  (void)error;
  host = given;
  *plugin = NULL;
  return TOOLRACK_OK;
}

static inline toolrack_bytes bytes_of(const char *text) {
  return (toolrack_bytes){(const uint8_t *)text, strlen(text)};
}

static inline int is_tool(const toolrack_request *request, const char *name) {
  return request->name.count == strlen(name) &&
      memcmp(request->name.pointer, name, request->name.count) == 0;
}

static inline int32_t answer_bytes(toolrack_call *call, toolrack_bytes text) {
  toolrack_part part = {.kind = TOOLRACK_PART_TEXT, .data = text};
  toolrack_result result = {.size = sizeof result, .parts = &part, .part_count = 1};
  return host->complete(host->context, call, &result);
}

static inline int32_t answer(toolrack_call *call, const char *text) {
  return answer_bytes(call, bytes_of(text));
}

static inline int32_t answer_error(toolrack_call *call, toolrack_bytes summary) {
  toolrack_result result = {
      .size = sizeof result, .flags = TOOLRACK_RESULT_TOOL_ERROR, .error_summary = summary};
  return host->complete(host->context, call, &result);
}

/* Where the value of a member begins. Looks for the quoted name anywhere: enough for tests. */
static inline const uint8_t *value_of(toolrack_bytes object, const char *quoted_name) {
  const uint8_t *end = object.pointer + object.count;
  const uint8_t *at = memmem(object.pointer, object.count, quoted_name, strlen(quoted_name));
  if (!at) return NULL;
  at += strlen(quoted_name);
  while (at < end && (*at == ' ' || *at == ':')) at++;
  return at < end ? at : NULL;
}

static inline long integer_argument(
    const toolrack_request *request, const char *quoted_name, long otherwise) {
  const uint8_t *at = value_of(request->arguments, quoted_name);
  return at ? strtol((const char *)at, NULL, 10) : otherwise;
}

/* A string argument without escapes; empty where there is none. */
static inline toolrack_bytes string_argument(
    const toolrack_request *request, const char *quoted_name) {
  const uint8_t *at = value_of(request->arguments, quoted_name);
  const uint8_t *end = request->arguments.pointer + request->arguments.count;
  const uint8_t *quote = at && *at == '"' ? memchr(at + 1, '"', (size_t)(end - at - 1)) : NULL;
  return quote ? (toolrack_bytes){at + 1, (size_t)(quote - at - 1)} : (toolrack_bytes){NULL, 0};
}

#endif
