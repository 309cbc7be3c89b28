/* Supplies everything that a plugin can, and tools that make it change, report and forget. */
#include "fixture.h"

#include <stdatomic.h>
#include <stdbool.h>

static atomic_bool has_more;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char heard[4096];

static const toolrack_prompts_host *prompts_host;
static const toolrack_resources_host *resources_host;
static const toolrack_stream *stream;

static int32_t create_supplies(const toolrack_host *given, void **plugin, toolrack_blob *error) {
  prompts_host = given->get(given->context, TOOLRACK_PROMPTS_1);
  resources_host = given->get(given->context, TOOLRACK_RESOURCES_1);
  stream = given->get(given->context, TOOLRACK_STREAM_1);
  if (!prompts_host || prompts_host->size != sizeof *prompts_host) return TOOLRACK_FAILED;
  if (!resources_host || resources_host->size != sizeof *resources_host) return TOOLRACK_FAILED;
  if (!stream || stream->size != sizeof *stream) return TOOLRACK_FAILED;
  if (given->get(given->context, "toolrack.nonsense/1")) return TOOLRACK_FAILED;
  /* The file stays mapped where it runs in the host, and with it what an earlier instance left. */
  atomic_store(&has_more, false);
  heard[0] = 0;
  return create(given, plugin, error);
}

/* Answers a list, with one item more while `has_more`. */
static int32_t list(toolrack_blob *out, const char *items, const char *more) {
  char *text = malloc(4096);
  if (!text) return TOOLRACK_FAILED;
  int count = snprintf(text, 4096, "[%s%s]", items, atomic_load(&has_more) ? more : "");
  *out = (toolrack_blob){{(uint8_t *)text, (size_t)count}, free, text};
  return TOOLRACK_OK;
}

static int32_t list_prompts(void *plugin, toolrack_blob *out) {
  (void)plugin;
  return list(out,
      "{\"name\":\"greeting\",\"description\":\"Greets.\",\"arguments\":"
      "[{\"name\":\"who\",\"description\":\"Whom.\",\"required\":true}]}",
      ",{\"name\":\"more\"}");
}

static int32_t list_resources(void *plugin, toolrack_blob *out) {
  (void)plugin;
  return list(out, "{\"uri\":\"test://one\",\"name\":\"one\",\"mimeType\":\"text/plain\"}",
      ",{\"uri\":\"test://more\",\"name\":\"more\"}");
}

static int32_t list_templates(void *plugin, toolrack_blob *out) {
  (void)plugin;
  return list(out, "{\"uriTemplate\":\"test://item/{id}/data\",\"name\":\"item\"}", "");
}

static int32_t get_prompt(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin;
  if (!is_tool(request, "greeting")) return TOOLRACK_NOT_FOUND;
  const toolrack_part parts[] = {
      {.kind = TOOLRACK_PART_TEXT, .role = TOOLRACK_ROLE_USER, .data = request->arguments},
      {.kind = TOOLRACK_PART_TEXT, .role = TOOLRACK_ROLE_ASSISTANT, .data = LITERAL("!")}};
  const toolrack_result result = {.size = sizeof result, .parts = parts, .part_count = 2};
  host->complete(host->context, call, &result);
  return TOOLRACK_OK;
}

static int32_t read_resource(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin;
  const toolrack_part part = {
      .kind = TOOLRACK_PART_RESOURCE_TEXT, .uri = request->name, .data = request->name};
  const toolrack_result result = {.size = sizeof result, .parts = &part, .part_count = 1};
  host->complete(host->context, call, &result);
  return TOOLRACK_OK;
}

static void subscribe(void *plugin, toolrack_bytes uri, int32_t subscribed) {
  (void)plugin;
  pthread_mutex_lock(&lock);
  size_t used = strlen(heard);
  snprintf(heard + used, sizeof heard - used, "%c%.*s ", subscribed ? '+' : '-', (int)uri.count,
      (const char *)uri.pointer);
  pthread_mutex_unlock(&lock);
}

static int32_t complete(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin;
  const toolrack_result result = {.size = sizeof result, .structured = request->arguments};
  host->complete(host->context, call, &result);
  return TOOLRACK_OK;
}

static const void *get(void *plugin, const char *id) {
  (void)plugin;
  static const toolrack_prompts prompts = {sizeof prompts, 0, list_prompts, get_prompt};
  static const toolrack_resources resources = {
      sizeof resources, 0, list_resources, list_templates, read_resource, subscribe};
  static const toolrack_completion completion = {sizeof completion, 0, complete};
  if (strcmp(id, TOOLRACK_PROMPTS_1) == 0) return &prompts;
  if (strcmp(id, TOOLRACK_RESOURCES_1) == 0) return &resources;
  return strcmp(id, TOOLRACK_COMPLETION_1) == 0 ? &completion : NULL;
}

static void toggle(void) { atomic_store(&has_more, !atomic_load(&has_more)); }

static int32_t call(void *plugin, toolrack_call *call, const toolrack_request *request) {
  (void)plugin;
  if (is_tool(request, "crash")) abort();
  if (is_tool(request, "heard")) {
    pthread_mutex_lock(&lock);
    answer(call, heard);
    pthread_mutex_unlock(&lock);
    return TOOLRACK_OK;
  }
  if (is_tool(request, "toggle")) {
    toggle();
    prompts_host->changed(host->context);
    resources_host->changed(host->context);
  } else if (is_tool(request, "update")) {
    resources_host->updated(host->context, string_argument(request, "\"uri\""));
  } else if (is_tool(request, "shout")) {
    /* All that can change, again and again. */
    for (int i = 0; i < 20000; i++) {
      toggle();
      prompts_host->changed(host->context);
      resources_host->updated(host->context, bytes_of("test://one"));
    }
  } else if (is_tool(request, "scatter")) {
    /* Updates of more resources than anybody has. */
    for (int i = 0; i < 20000; i++) {
      char uri[32];
      snprintf(uri, sizeof uri, "test://item/%d/data", i);
      resources_host->updated(host->context, bytes_of(uri));
    }
    resources_host->updated(host->context, (toolrack_bytes){request->name.pointer, 0});
  } else if (is_tool(request, "close")) {
    stream->close(host->context, call);
    answer(call, "closed");
    /* Too late: the call has ended. */
    stream->close(host->context, call);
    return TOOLRACK_OK;
  }
  answer(call, "done");
  return TOOLRACK_OK;
}

TOOLS("[" TOOL("heard", "") "," TOOL("toggle", "") "," TOOL("update", "") "," TOOL("shout", "")
    "," TOOL("scatter", "") "," TOOL("close", "") "," TOOL("crash", "") "]")
PLUGIN("supplies", .flags = TOOLRACK_PLUGIN_CALLS_NEVER_BLOCK, .create = create_supplies,
    .tools = tools, .call = call, .get = get)
