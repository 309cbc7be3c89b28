/* Its lists of prompts, resources and resource templates are what the build says; see build.sh. */
#include "fixture.h"

#ifndef PROMPTS
#define PROMPTS "[{\"name\":\"broken\","
#endif
#ifndef RESOURCES
#define RESOURCES "[]"
#endif
#ifndef TEMPLATES
#define TEMPLATES "[]"
#endif

static int32_t list_prompts(void *plugin, toolrack_blob *out) {
  (void)plugin;
  *out = (toolrack_blob){.bytes = LITERAL(PROMPTS)};
  return TOOLRACK_OK;
}

static int32_t list_resources(void *plugin, toolrack_blob *out) {
  (void)plugin;
  *out = (toolrack_blob){.bytes = LITERAL(RESOURCES)};
  return TOOLRACK_OK;
}

static int32_t list_templates(void *plugin, toolrack_blob *out) {
  (void)plugin;
  *out = (toolrack_blob){.bytes = LITERAL(TEMPLATES)};
  return TOOLRACK_OK;
}

static const void *get(void *plugin, const char *id) {
  (void)plugin;
  static const toolrack_prompts prompts = {sizeof prompts, 0, list_prompts, NULL};
  static const toolrack_resources resources = {
      sizeof resources, 0, list_resources, list_templates, NULL, NULL};
  if (strcmp(id, TOOLRACK_PROMPTS_1) == 0) return &prompts;
  return strcmp(id, TOOLRACK_RESOURCES_1) == 0 ? &resources : NULL;
}

PLUGIN("bad-lists", .create = create, .get = get)
