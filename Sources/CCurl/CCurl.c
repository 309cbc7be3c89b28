/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <sys/socket.h>

#define LIBRARY_FILE "libcurl.so.4"
#define MINIMUM_VERSION 0x075400u /* 7.84.0 */
#define GLOBAL_DEFAULT 3L         /* CURL_GLOBAL_DEFAULT */
#define VERSION_NOW 10            /* CURLVERSION_TENTH: as of 7.77.0 */
#define MESSAGE_DONE 1            /* CURLMSG_DONE */
#define SOCKET_BAD (-1)           /* CURL_SOCKET_BAD */

#define OPTION_WRITEDATA 10001           /* CURLOPT_WRITEDATA */
#define OPTION_ERRORBUFFER 10010         /* CURLOPT_ERRORBUFFER */
#define OPTION_HTTPHEADER 10023          /* CURLOPT_HTTPHEADER */
#define OPTION_HEADERDATA 10029          /* CURLOPT_HEADERDATA */
#define OPTION_PRIVATE 10103             /* CURLOPT_PRIVATE */
#define OPTION_COPYPOSTFIELDS 10165      /* CURLOPT_COPYPOSTFIELDS */
#define OPTION_PREREQDATA 10313          /* CURLOPT_PREREQDATA */
#define OPTION_WRITEFUNCTION 20011       /* CURLOPT_WRITEFUNCTION */
#define OPTION_HEADERFUNCTION 20079      /* CURLOPT_HEADERFUNCTION */
#define OPTION_OPENSOCKETFUNCTION 20163  /* CURLOPT_OPENSOCKETFUNCTION */
#define OPTION_PREREQFUNCTION 20312      /* CURLOPT_PREREQFUNCTION */
#define OPTION_POSTFIELDSIZE_LARGE 30120 /* CURLOPT_POSTFIELDSIZE_LARGE */

#define INFO_PRIVATE (0x100000 + 21) /* CURLINFO_PRIVATE */
#define INFO_CAINFO (0x100000 + 61)  /* CURLINFO_CAINFO */

/* The head of curl_version_info_data. */
struct version_info {
  int age;
  const char *version;
  unsigned int version_number;
};

/* CURLMsg */
struct message {
  int kind;
  ccurl_easy *easy;
  union {
    void *whatever;
    int code;
  } data;
};

/* curl_sockaddr, without the address that follows. */
struct socket_address {
  int family;
  int type;
  int protocol;
};

struct functions {
  int (*global_init)(long flags);
  const struct version_info *(*version_info)(int age);
  const char *(*easy_strerror)(int code);

  ccurl_easy *(*easy_init)(void);
  void (*easy_cleanup)(ccurl_easy *easy);
  void (*easy_reset)(ccurl_easy *easy);
  int (*easy_setopt)(ccurl_easy *easy, int option, ...);
  int (*easy_getinfo)(ccurl_easy *easy, int info, ...);

  ccurl_list *(*slist_append)(ccurl_list *list, const char *text);
  void (*slist_free_all)(ccurl_list *list);

  ccurl_multi *(*multi_init)(void);
  int (*multi_cleanup)(ccurl_multi *multi);
  int (*multi_setopt)(ccurl_multi *multi, int option, ...);
  int (*multi_add_handle)(ccurl_multi *multi, ccurl_easy *easy);
  int (*multi_remove_handle)(ccurl_multi *multi, ccurl_easy *easy);
  int (*multi_perform)(ccurl_multi *multi, int *running);
  int (*multi_poll)(ccurl_multi *multi, void *extra, unsigned int extra_count, int milliseconds,
      int *ready);
  int (*multi_wakeup)(ccurl_multi *multi);
  struct message *(*multi_info_read)(ccurl_multi *multi, int *remaining);
};

/* ---- The library ----------------------------------------------------------------------------- */

/* Written once, by open_once, before any reader can be: ccurl_library_open is the barrier. */
static struct functions curl;
static ccurl_library state = CCURL_MISSING;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static bool resolve(void *library, const char *name, void **function) {
  *function = dlsym(library, name);
  return *function != NULL;
}

static bool resolve_all(void *library, struct functions *into) {
  const struct {
    const char *name;
    void **function;
  } wanted[] = {
    {"curl_global_init", (void **)&into->global_init},
    {"curl_version_info", (void **)&into->version_info},
    {"curl_easy_strerror", (void **)&into->easy_strerror},
    {"curl_easy_init", (void **)&into->easy_init},
    {"curl_easy_cleanup", (void **)&into->easy_cleanup},
    {"curl_easy_reset", (void **)&into->easy_reset},
    {"curl_easy_setopt", (void **)&into->easy_setopt},
    {"curl_easy_getinfo", (void **)&into->easy_getinfo},
    {"curl_slist_append", (void **)&into->slist_append},
    {"curl_slist_free_all", (void **)&into->slist_free_all},
    {"curl_multi_init", (void **)&into->multi_init},
    {"curl_multi_cleanup", (void **)&into->multi_cleanup},
    {"curl_multi_setopt", (void **)&into->multi_setopt},
    {"curl_multi_add_handle", (void **)&into->multi_add_handle},
    {"curl_multi_remove_handle", (void **)&into->multi_remove_handle},
    {"curl_multi_perform", (void **)&into->multi_perform},
    {"curl_multi_poll", (void **)&into->multi_poll},
    {"curl_multi_wakeup", (void **)&into->multi_wakeup},
    {"curl_multi_info_read", (void **)&into->multi_info_read},
  };
  for (size_t index = 0; index < sizeof wanted / sizeof wanted[0]; index++)
    if (!resolve(library, wanted[index].name, wanted[index].function)) return false;
  return true;
}

static ccurl_library load(const char *file, struct functions *into) {
  void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return CCURL_MISSING;
  if (!resolve_all(library, into)) {
    dlclose(library);
    return CCURL_INCOMPLETE;
  }
  if (into->version_info(VERSION_NOW)->version_number < MINIMUM_VERSION) {
    dlclose(library);
    return CCURL_TOO_OLD;
  }
  /* The handle is kept: libcurl stays for the life of the process. */
  return into->global_init(GLOBAL_DEFAULT) == CCURL_OK ? CCURL_READY : CCURL_UNUSABLE;
}

static void open_once(void) {
  state = load(LIBRARY_FILE, &curl);
}

ccurl_library ccurl_library_open(void) {
  pthread_once(&once, open_once);
  return state;
}

ccurl_library ccurl_library_try(const char *file) {
  struct functions unused;
  return load(file, &unused);
}

const char *ccurl_library_version(void) {
  return ccurl_library_open() == CCURL_READY ? curl.version_info(VERSION_NOW)->version : "";
}

/* ---- One transfer ---------------------------------------------------------------------------- */

ccurl_easy *ccurl_easy_init(void) {
  return curl.easy_init();
}

void ccurl_easy_cleanup(ccurl_easy *easy) {
  curl.easy_cleanup(easy);
}

void ccurl_easy_reset(ccurl_easy *easy) {
  curl.easy_reset(easy);
}

bool ccurl_easy_set_number(ccurl_easy *easy, ccurl_number_option option, long value) {
  return curl.easy_setopt(easy, (int)option, value) == CCURL_OK;
}

bool ccurl_easy_set_text(ccurl_easy *easy, ccurl_text_option option, const char *value) {
  return curl.easy_setopt(easy, (int)option, value) == CCURL_OK;
}

static bool set_pointer(ccurl_easy *easy, int option, const void *value) {
  return curl.easy_setopt(easy, option, value) == CCURL_OK;
}

bool ccurl_easy_set_fields(ccurl_easy *easy, ccurl_list *fields) {
  return set_pointer(easy, OPTION_HTTPHEADER, fields);
}

bool ccurl_easy_copy_body(ccurl_easy *easy, const void *bytes, size_t count) {
  /* The size comes first: without it libcurl takes the bytes for a C string. */
  return curl.easy_setopt(easy, OPTION_POSTFIELDSIZE_LARGE, (int64_t)count) == CCURL_OK
      && set_pointer(easy, OPTION_COPYPOSTFIELDS, bytes);
}

bool ccurl_easy_set_error_buffer(ccurl_easy *easy, char *buffer) {
  return set_pointer(easy, OPTION_ERRORBUFFER, buffer);
}

bool ccurl_easy_set_functions(ccurl_easy *easy, ccurl_data_function head, ccurl_data_function body,
    ccurl_request_function request, void *context) {
  return curl.easy_setopt(easy, OPTION_HEADERFUNCTION, head) == CCURL_OK
      && set_pointer(easy, OPTION_HEADERDATA, context)
      && curl.easy_setopt(easy, OPTION_WRITEFUNCTION, body) == CCURL_OK
      && set_pointer(easy, OPTION_WRITEDATA, context)
      && curl.easy_setopt(easy, OPTION_PREREQFUNCTION, request) == CCURL_OK
      && set_pointer(easy, OPTION_PREREQDATA, context)
      && set_pointer(easy, OPTION_PRIVATE, context);
}

/* curl_opensocket_callback */
static int open_socket(void *context, int purpose, const struct socket_address *address) {
  (void)context;
  (void)purpose;
  int descriptor = socket(address->family, address->type | SOCK_CLOEXEC, address->protocol);
  return descriptor < 0 ? SOCKET_BAD : descriptor;
}

bool ccurl_easy_close_on_exec(ccurl_easy *easy) {
  return curl.easy_setopt(easy, OPTION_OPENSOCKETFUNCTION, open_socket) == CCURL_OK;
}

void *ccurl_easy_context(ccurl_easy *easy) {
  void *context = NULL;
  return curl.easy_getinfo(easy, INFO_PRIVATE, &context) == CCURL_OK ? context : NULL;
}

const char *ccurl_easy_default_certificate_file(ccurl_easy *easy) {
  char *file = NULL;
  return curl.easy_getinfo(easy, INFO_CAINFO, &file) == CCURL_OK ? file : NULL;
}

ccurl_list *ccurl_list_append(ccurl_list *list, const char *text) {
  return curl.slist_append(list, text);
}

void ccurl_list_free(ccurl_list *list) {
  curl.slist_free_all(list);
}

const char *ccurl_code_text(int code) {
  return ccurl_library_open() == CCURL_READY ? curl.easy_strerror(code) : "";
}

/* ---- Many transfers at a time ---------------------------------------------------------------- */

ccurl_multi *ccurl_multi_init(void) {
  return curl.multi_init();
}

void ccurl_multi_cleanup(ccurl_multi *multi) {
  curl.multi_cleanup(multi);
}

bool ccurl_multi_set_number(ccurl_multi *multi, ccurl_multi_option option, long value) {
  return curl.multi_setopt(multi, (int)option, value) == CCURL_OK;
}

bool ccurl_multi_add(ccurl_multi *multi, ccurl_easy *easy) {
  return curl.multi_add_handle(multi, easy) == CCURL_OK;
}

bool ccurl_multi_remove(ccurl_multi *multi, ccurl_easy *easy) {
  return curl.multi_remove_handle(multi, easy) == CCURL_OK;
}

bool ccurl_multi_perform(ccurl_multi *multi) {
  int running = 0;
  return curl.multi_perform(multi, &running) == CCURL_OK;
}

bool ccurl_multi_poll(ccurl_multi *multi, int timeout_milliseconds) {
  int ready = 0;
  return curl.multi_poll(multi, NULL, 0, timeout_milliseconds, &ready) == CCURL_OK;
}

bool ccurl_multi_wakeup(ccurl_multi *multi) {
  return curl.multi_wakeup(multi) == CCURL_OK;
}

ccurl_easy *ccurl_multi_next_finished(ccurl_multi *multi, int *code) {
  int remaining = 0;
  struct message *message = curl.multi_info_read(multi, &remaining);
  if (message == NULL || message->kind != MESSAGE_DONE) return NULL;
  *code = message->data.code;
  return message->easy;
}
