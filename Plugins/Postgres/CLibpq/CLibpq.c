/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "CLibpq.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

#define LIBRARY_FILE "libpq.so.5"
#define MINIMUM_VERSION 140000
#define STATUS_BAD 1            /* CONNECTION_BAD */
#define FORMAT_TEXT 0           /* resultFormat */
#define CANCEL_ERROR_BYTES 256  /* the size that the manual of PQcancel recommends */

/* PQconninfoOption */
struct setting {
  char *keyword;
  char *environment_variable;
  char *compiled_in;
  char *value;
  char *label;
  char *display;
  int display_size;
};

struct functions {
  int (*lib_version)(void);

  clibpq_connection *(*connect_start)(const char *const *, const char *const *, int);
  int (*connect_poll)(clibpq_connection *);
  void (*finish)(clibpq_connection *);
  int (*status)(const clibpq_connection *);
  int (*transaction_status)(const clibpq_connection *);
  int (*socket)(const clibpq_connection *);
  char *(*error_message)(const clibpq_connection *);
  const char *(*parameter_status)(const clibpq_connection *, const char *);
  void *(*set_notice_receiver)(clibpq_connection *, clibpq_notice_function, void *);
  int (*set_nonblocking)(clibpq_connection *, int);
  int (*enter_pipeline_mode)(clibpq_connection *);

  int (*send_query_params)(clibpq_connection *, const char *, int, const uint32_t *,
      const char *const *, const int *, const int *, int);
  int (*send_prepare)(clibpq_connection *, const char *, const char *, int, const uint32_t *);
  int (*send_query_prepared)(clibpq_connection *, const char *, int, const char *const *,
      const int *, const int *, int);
  int (*send_describe_prepared)(clibpq_connection *, const char *);
  int (*pipeline_sync)(clibpq_connection *);
  int (*flush)(clibpq_connection *);

  int (*consume_input)(clibpq_connection *);
  int (*is_busy)(clibpq_connection *);
  clibpq_result *(*get_result)(clibpq_connection *);
  void (*clear)(clibpq_result *);
  int (*set_single_row_mode)(clibpq_connection *);
  int (*result_status)(const clibpq_result *);
  int (*ntuples)(const clibpq_result *);
  int (*nfields)(const clibpq_result *);
  char *(*fname)(const clibpq_result *, int);
  uint32_t (*ftype)(const clibpq_result *, int);
  int (*fmod)(const clibpq_result *, int);
  char *(*getvalue)(const clibpq_result *, int, int);
  int (*getlength)(const clibpq_result *, int, int);
  int (*getisnull)(const clibpq_result *, int, int);
  char *(*cmd_status)(clibpq_result *);
  int (*nparams)(const clibpq_result *);
  uint32_t (*paramtype)(const clibpq_result *, int);
  char *(*result_error_field)(const clibpq_result *, int);
  char *(*result_error_message)(const clibpq_result *);

  void *(*get_cancel)(clibpq_connection *);
  void (*free_cancel)(void *);
  int (*cancel)(void *, char *, int);

  struct setting *(*conninfo_parse)(const char *, char **);
  struct setting *(*conninfo)(clibpq_connection *);
  void (*conninfo_free)(struct setting *);
  void (*freemem)(void *);

  /* From libpq 17 on; NULL before. */
  int (*set_chunked_rows_mode)(clibpq_connection *, int);
  void *(*cancel_create)(clibpq_connection *);
  int (*cancel_blocking)(void *);
  void (*cancel_finish)(void *);
};

struct clibpq_cancel {
  void *handle;
  bool is_connection; /* PGcancelConn, else PGcancel */
};

/* ---- The library ----------------------------------------------------------------------------- */

/* Written once, by open_once, before any reader can be: clibpq_library_open is the barrier. */
static struct functions pq;
static clibpq_library state = CLIBPQ_MISSING;
static pthread_once_t once = PTHREAD_ONCE_INIT;

struct symbol {
  const char *name;
  void **function;
};

static bool resolve_all(void *library, struct functions *into) {
  const struct symbol wanted[] = {
    {"PQlibVersion", (void **)&into->lib_version},
    {"PQconnectStartParams", (void **)&into->connect_start},
    {"PQconnectPoll", (void **)&into->connect_poll},
    {"PQfinish", (void **)&into->finish},
    {"PQstatus", (void **)&into->status},
    {"PQtransactionStatus", (void **)&into->transaction_status},
    {"PQsocket", (void **)&into->socket},
    {"PQerrorMessage", (void **)&into->error_message},
    {"PQparameterStatus", (void **)&into->parameter_status},
    {"PQsetNoticeReceiver", (void **)&into->set_notice_receiver},
    {"PQsetnonblocking", (void **)&into->set_nonblocking},
    {"PQenterPipelineMode", (void **)&into->enter_pipeline_mode},
    {"PQsendQueryParams", (void **)&into->send_query_params},
    {"PQsendPrepare", (void **)&into->send_prepare},
    {"PQsendQueryPrepared", (void **)&into->send_query_prepared},
    {"PQsendDescribePrepared", (void **)&into->send_describe_prepared},
    {"PQpipelineSync", (void **)&into->pipeline_sync},
    {"PQflush", (void **)&into->flush},
    {"PQconsumeInput", (void **)&into->consume_input},
    {"PQisBusy", (void **)&into->is_busy},
    {"PQgetResult", (void **)&into->get_result},
    {"PQclear", (void **)&into->clear},
    {"PQsetSingleRowMode", (void **)&into->set_single_row_mode},
    {"PQresultStatus", (void **)&into->result_status},
    {"PQntuples", (void **)&into->ntuples},
    {"PQnfields", (void **)&into->nfields},
    {"PQfname", (void **)&into->fname},
    {"PQftype", (void **)&into->ftype},
    {"PQfmod", (void **)&into->fmod},
    {"PQgetvalue", (void **)&into->getvalue},
    {"PQgetlength", (void **)&into->getlength},
    {"PQgetisnull", (void **)&into->getisnull},
    {"PQcmdStatus", (void **)&into->cmd_status},
    {"PQnparams", (void **)&into->nparams},
    {"PQparamtype", (void **)&into->paramtype},
    {"PQresultErrorField", (void **)&into->result_error_field},
    {"PQresultErrorMessage", (void **)&into->result_error_message},
    {"PQgetCancel", (void **)&into->get_cancel},
    {"PQfreeCancel", (void **)&into->free_cancel},
    {"PQcancel", (void **)&into->cancel},
    {"PQconninfoParse", (void **)&into->conninfo_parse},
    {"PQconninfo", (void **)&into->conninfo},
    {"PQconninfoFree", (void **)&into->conninfo_free},
    {"PQfreemem", (void **)&into->freemem},
  };
  for (size_t index = 0; index < sizeof wanted / sizeof wanted[0]; index++) {
    *wanted[index].function = dlsym(library, wanted[index].name);
    if (*wanted[index].function == NULL) return false;
  }
  return true;
}

static void resolve_newer(void *library, struct functions *into) {
  into->set_chunked_rows_mode
      = (int (*)(clibpq_connection *, int))dlsym(library, "PQsetChunkedRowsMode");
  into->cancel_create = (void *(*)(clibpq_connection *))dlsym(library, "PQcancelCreate");
  into->cancel_blocking = (int (*)(void *))dlsym(library, "PQcancelBlocking");
  into->cancel_finish = (void (*)(void *))dlsym(library, "PQcancelFinish");
  if (into->cancel_blocking == NULL || into->cancel_finish == NULL) into->cancel_create = NULL;
}

static clibpq_library load(const char *file, struct functions *into) {
  void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return CLIBPQ_MISSING;
  clibpq_library found = CLIBPQ_READY;
  int (*version)(void) = (int (*)(void))dlsym(library, "PQlibVersion");
  if (version != NULL && version() < MINIMUM_VERSION)
    found = CLIBPQ_TOO_OLD;
  else if (!resolve_all(library, into))
    found = CLIBPQ_INCOMPLETE;
  if (found != CLIBPQ_READY) {
    dlclose(library);
    return found;
  }
  resolve_newer(library, into);
  /* The handle is kept: libpq stays for the life of the process. */
  return CLIBPQ_READY;
}

static void open_once(void) {
  state = load(LIBRARY_FILE, &pq);
}

clibpq_library clibpq_library_open(void) {
  pthread_once(&once, open_once);
  return state;
}

clibpq_library clibpq_library_try(const char *file) {
  struct functions unused;
  return load(file, &unused);
}

int clibpq_library_version(void) {
  return clibpq_library_open() == CLIBPQ_READY ? pq.lib_version() : 0;
}

bool clibpq_library_has_chunks(void) {
  return clibpq_library_open() == CLIBPQ_READY && pq.set_chunked_rows_mode != NULL;
}

/* ---- A connection ---------------------------------------------------------------------------- */

clibpq_connection *clibpq_connect_start(const char *const *keywords, const char *const *values) {
  return pq.connect_start(keywords, values, 1);
}

clibpq_polling clibpq_connect_poll(clibpq_connection *connection) {
  return (clibpq_polling)pq.connect_poll(connection);
}

void clibpq_finish(clibpq_connection *connection) {
  pq.finish(connection);
}

bool clibpq_is_bad(const clibpq_connection *connection) {
  return pq.status(connection) == STATUS_BAD;
}

clibpq_transaction clibpq_transaction_status(const clibpq_connection *connection) {
  return (clibpq_transaction)pq.transaction_status(connection);
}

int clibpq_socket(const clibpq_connection *connection) {
  return pq.socket(connection);
}

const char *clibpq_error_message(const clibpq_connection *connection) {
  return pq.error_message(connection);
}

const char *clibpq_parameter(const clibpq_connection *connection, const char *name) {
  return pq.parameter_status(connection, name);
}

void clibpq_set_notice_function(clibpq_connection *connection, clibpq_notice_function function,
    void *context) {
  pq.set_notice_receiver(connection, function, context);
}

bool clibpq_enter_pipeline(clibpq_connection *connection) {
  return pq.set_nonblocking(connection, 1) == 0 && pq.enter_pipeline_mode(connection) == 1;
}

/* ---- Sending --------------------------------------------------------------------------------- */

bool clibpq_send(clibpq_connection *connection, const char *text, int count, const uint32_t *types,
    const char *const *values) {
  return pq.send_query_params(connection, text, count, types, values, NULL, NULL, FORMAT_TEXT) == 1;
}

bool clibpq_send_prepare(clibpq_connection *connection, const char *name, const char *text,
    int count, const uint32_t *types) {
  return pq.send_prepare(connection, name, text, count, types) == 1;
}

bool clibpq_send_prepared(clibpq_connection *connection, const char *name, int count,
    const char *const *values) {
  return pq.send_query_prepared(connection, name, count, values, NULL, NULL, FORMAT_TEXT) == 1;
}

bool clibpq_send_describe(clibpq_connection *connection, const char *name) {
  return pq.send_describe_prepared(connection, name) == 1;
}

bool clibpq_send_sync(clibpq_connection *connection) {
  return pq.pipeline_sync(connection) == 1;
}

clibpq_flushed clibpq_flush(clibpq_connection *connection) {
  return (clibpq_flushed)pq.flush(connection);
}

/* ---- Receiving ------------------------------------------------------------------------------- */

bool clibpq_consume(clibpq_connection *connection) {
  return pq.consume_input(connection) == 1;
}

bool clibpq_is_busy(clibpq_connection *connection) {
  return pq.is_busy(connection) != 0;
}

clibpq_result *clibpq_next(clibpq_connection *connection) {
  return pq.get_result(connection);
}

void clibpq_clear(clibpq_result *result) {
  pq.clear(result);
}

bool clibpq_stream(clibpq_connection *connection, int chunk_rows) {
  if (pq.set_chunked_rows_mode != NULL)
    return pq.set_chunked_rows_mode(connection, chunk_rows) == 1;
  return pq.set_single_row_mode(connection) == 1;
}

clibpq_status clibpq_result_status(const clibpq_result *result) {
  return (clibpq_status)pq.result_status(result);
}

int clibpq_row_count(const clibpq_result *result) {
  return pq.ntuples(result);
}

int clibpq_column_count(const clibpq_result *result) {
  return pq.nfields(result);
}

const char *clibpq_column_name(const clibpq_result *result, int column) {
  return pq.fname(result, column);
}

uint32_t clibpq_column_type(const clibpq_result *result, int column) {
  return pq.ftype(result, column);
}

int clibpq_column_modifier(const clibpq_result *result, int column) {
  return pq.fmod(result, column);
}

const char *clibpq_cell(const clibpq_result *result, int row, int column, int *length) {
  *length = pq.getlength(result, row, column);
  if (*length == 0 && pq.getisnull(result, row, column)) return NULL;
  return pq.getvalue(result, row, column);
}

const char *clibpq_command_tag(clibpq_result *result) {
  return pq.cmd_status(result);
}

int clibpq_parameter_count(const clibpq_result *result) {
  return pq.nparams(result);
}

uint32_t clibpq_parameter_type(const clibpq_result *result, int index) {
  return pq.paramtype(result, index);
}

const char *clibpq_error_field(const clibpq_result *result, clibpq_field field) {
  return pq.result_error_field(result, (int)field);
}

const char *clibpq_result_message(const clibpq_result *result) {
  return pq.result_error_message(result);
}

/* ---- Cancelling ------------------------------------------------------------------------------ */

clibpq_cancel *clibpq_cancel_create(clibpq_connection *connection) {
  clibpq_cancel *cancel = malloc(sizeof *cancel);
  if (cancel == NULL) return NULL;
  cancel->is_connection = pq.cancel_create != NULL;
  cancel->handle = cancel->is_connection ? pq.cancel_create(connection) : pq.get_cancel(connection);
  if (cancel->handle != NULL) return cancel;
  free(cancel);
  return NULL;
}

bool clibpq_cancel_send(clibpq_cancel *cancel) {
  if (cancel->is_connection) return pq.cancel_blocking(cancel->handle) == 1;
  char error[CANCEL_ERROR_BYTES];
  return pq.cancel(cancel->handle, error, sizeof error) == 1;
}

void clibpq_cancel_free(clibpq_cancel *cancel) {
  (cancel->is_connection ? pq.cancel_finish : pq.free_cancel)(cancel->handle);
  free(cancel);
}

/* ---- Settings of a connection ---------------------------------------------------------------- */

clibpq_settings *clibpq_settings_parse(const char *text, char **error) {
  return (clibpq_settings *)pq.conninfo_parse(text, error);
}

clibpq_settings *clibpq_settings_of(clibpq_connection *connection) {
  return (clibpq_settings *)pq.conninfo(connection);
}

const char *clibpq_settings_keyword(const clibpq_settings *settings, int index) {
  return ((const struct setting *)settings)[index].keyword;
}

const char *clibpq_settings_value(const clibpq_settings *settings, int index) {
  return ((const struct setting *)settings)[index].value;
}

void clibpq_settings_free(clibpq_settings *settings) {
  pq.conninfo_free((struct setting *)settings);
}

void clibpq_settings_free_error(char *error) {
  pq.freemem(error);
}
