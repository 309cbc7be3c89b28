/*
 * CLibpq.h - the part of libpq that the Postgres plugin uses, opened at run time.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * libpq brings OpenSSL, Kerberos and LDAP with it, so a process that asks no database must not pay
 * for it: it is opened with dlopen when first needed and never linked. No header of libpq is needed
 * to build either. The numbers below are libpq's ABI, which it does not change; each names the
 * constant of <libpq-fe.h> or <postgres_ext.h> that it stands for.
 *
 * Every function behaves as the libpq function in its comment, or of the same name; those manual
 * pages apply. A function that answers bool says whether libpq answered "done".
 *
 * Threads: [any] any thread; [owner] only the one thread that uses the connection. Only
 * clibpq_library_*, clibpq_settings_* and clibpq_cancel_send and _free are [any]; every other
 * function is [owner]. All but clibpq_library_* need an earlier clibpq_library_open that answered
 * CLIBPQ_READY.
 */
#ifndef CLIBPQ_H
#define CLIBPQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/eventfd.h>

#include "Gate.h"

#if defined(__clang__)
#pragma clang assume_nonnull begin
#define CLIBPQ_NULLABLE _Nullable
#else
#define CLIBPQ_NULLABLE
#endif

/* ---- The library ----------------------------------------------------------------------------- */

typedef enum clibpq_library {
  CLIBPQ_READY,
  CLIBPQ_MISSING,    /* no such file, or it does not load */
  CLIBPQ_INCOMPLETE, /* a function is not there */
  CLIBPQ_TOO_OLD,    /* before 14, the first with pipelines */
} clibpq_library;

/* [any] Opens libpq.so.5, once in the life of the process, and answers how that went. */
clibpq_library clibpq_library_open(void);

/* [any] Answers how opening `file` would go; changes nothing that other functions use. */
clibpq_library clibpq_library_try(const char *file);

/* [any] PQlibVersion: 150018 is 15.18; 0 where the library is not ready. */
int clibpq_library_version(void);

/* [any] Whether rows can be had in chunks (PQsetChunkedRowsMode, libpq 17). */
bool clibpq_library_has_chunks(void);

/* ---- A connection ---------------------------------------------------------------------------- */

/* PGconn */
typedef struct clibpq_connection clibpq_connection;
/* PGresult */
typedef struct clibpq_result clibpq_result;

/* PostgresPollingStatusType */
typedef enum clibpq_polling {
  CLIBPQ_POLLING_FAILED = 0,  /* PGRES_POLLING_FAILED */
  CLIBPQ_POLLING_READING = 1, /* PGRES_POLLING_READING */
  CLIBPQ_POLLING_WRITING = 2, /* PGRES_POLLING_WRITING */
  CLIBPQ_POLLING_OK = 3,      /* PGRES_POLLING_OK */
} clibpq_polling;

/* PGTransactionStatusType */
typedef enum clibpq_transaction {
  CLIBPQ_TRANSACTION_IDLE = 0,    /* PQTRANS_IDLE */
  CLIBPQ_TRANSACTION_ACTIVE = 1,  /* PQTRANS_ACTIVE */
  CLIBPQ_TRANSACTION_OPEN = 2,    /* PQTRANS_INTRANS */
  CLIBPQ_TRANSACTION_FAILED = 3,  /* PQTRANS_INERROR */
  CLIBPQ_TRANSACTION_UNKNOWN = 4, /* PQTRANS_UNKNOWN */
} clibpq_transaction;

/* PQnoticeReceiver. The result is libpq's, and gone after the call. */
typedef void (*clibpq_notice_function)(void *CLIBPQ_NULLABLE context, const clibpq_result *result);

/* PQconnectStartParams with expand_dbname 1: both arrays end with NULL. NULL where memory is short;
 * else free it with clibpq_finish, also where it has failed already (clibpq_is_bad). */
clibpq_connection *CLIBPQ_NULLABLE clibpq_connect_start(
    const char *CLIBPQ_NULLABLE const *CLIBPQ_NULLABLE keywords,
    const char *CLIBPQ_NULLABLE const *CLIBPQ_NULLABLE values);
clibpq_polling clibpq_connect_poll(clibpq_connection *connection);
void clibpq_finish(clibpq_connection *connection);

/* PQstatus is CONNECTION_BAD. */
bool clibpq_is_bad(const clibpq_connection *connection);
clibpq_transaction clibpq_transaction_status(const clibpq_connection *connection);
/* -1 where there is none. It may change between two clibpq_connect_poll. */
int clibpq_socket(const clibpq_connection *connection);
/* The text of the last failure; ends with a newline. Valid until the next call. */
const char *clibpq_error_message(const clibpq_connection *connection);
/* PQparameterStatus: what the server has told of a setting of its own. NULL where it has not told;
 * valid until the connection is next used. */
const char *CLIBPQ_NULLABLE clibpq_parameter(
    const clibpq_connection *connection, const char *name);

void clibpq_set_notice_function(clibpq_connection *connection, clibpq_notice_function function,
    void *CLIBPQ_NULLABLE context);

/* PQsetnonblocking and PQenterPipelineMode. */
bool clibpq_enter_pipeline(clibpq_connection *connection);

/* ---- Sending --------------------------------------------------------------------------------- */

/* Parameters are C strings in text form, NULL is NULL; `types` are `pg_type.oid`, 0: inferred.
 * Results are in text form. */
bool clibpq_send(clibpq_connection *connection, const char *text, int count,
    const uint32_t *CLIBPQ_NULLABLE types,
    const char *CLIBPQ_NULLABLE const *CLIBPQ_NULLABLE values);
bool clibpq_send_prepare(clibpq_connection *connection, const char *name, const char *text,
    int count, const uint32_t *CLIBPQ_NULLABLE types);
bool clibpq_send_prepared(clibpq_connection *connection, const char *name, int count,
    const char *CLIBPQ_NULLABLE const *CLIBPQ_NULLABLE values);
/* PQsendDescribePrepared */
bool clibpq_send_describe(clibpq_connection *connection, const char *name);
/* PQpipelineSync */
bool clibpq_send_sync(clibpq_connection *connection);

typedef enum clibpq_flushed {
  CLIBPQ_FLUSH_FAILED = -1,
  CLIBPQ_FLUSHED = 0,
  CLIBPQ_FLUSH_MORE = 1,
} clibpq_flushed;

/* PQflush */
clibpq_flushed clibpq_flush(clibpq_connection *connection);

/* ---- Receiving ------------------------------------------------------------------------------- */

/* ExecStatusType */
typedef enum clibpq_status {
  CLIBPQ_EMPTY_QUERY = 0,       /* PGRES_EMPTY_QUERY */
  CLIBPQ_COMMAND_OK = 1,        /* PGRES_COMMAND_OK */
  CLIBPQ_TUPLES_OK = 2,         /* PGRES_TUPLES_OK */
  CLIBPQ_COPY_OUT = 3,          /* PGRES_COPY_OUT */
  CLIBPQ_COPY_IN = 4,           /* PGRES_COPY_IN */
  CLIBPQ_BAD_RESPONSE = 5,      /* PGRES_BAD_RESPONSE */
  CLIBPQ_NONFATAL_ERROR = 6,    /* PGRES_NONFATAL_ERROR */
  CLIBPQ_FATAL_ERROR = 7,       /* PGRES_FATAL_ERROR */
  CLIBPQ_COPY_BOTH = 8,         /* PGRES_COPY_BOTH */
  CLIBPQ_SINGLE_TUPLE = 9,      /* PGRES_SINGLE_TUPLE */
  CLIBPQ_PIPELINE_SYNC = 10,    /* PGRES_PIPELINE_SYNC */
  CLIBPQ_PIPELINE_ABORTED = 11, /* PGRES_PIPELINE_ABORTED */
  CLIBPQ_TUPLES_CHUNK = 12,     /* PGRES_TUPLES_CHUNK */
} clibpq_status;

bool clibpq_consume(clibpq_connection *connection);
/* PQisBusy: whether clibpq_next would have to wait. */
bool clibpq_is_busy(clibpq_connection *connection);
/* PQgetResult. Free what it answers with clibpq_clear. */
clibpq_result *CLIBPQ_NULLABLE clibpq_next(clibpq_connection *connection);
void clibpq_clear(clibpq_result *CLIBPQ_NULLABLE result);

/* Has the rows of the statement whose result comes next handed over as they arrive: up to
 * `chunk_rows` at a time (PQsetChunkedRowsMode) where libpq can, else one by one. */
bool clibpq_stream(clibpq_connection *connection, int chunk_rows);

clibpq_status clibpq_result_status(const clibpq_result *result);
int clibpq_row_count(const clibpq_result *result);
int clibpq_column_count(const clibpq_result *result);
const char *CLIBPQ_NULLABLE clibpq_column_name(const clibpq_result *result, int column);
uint32_t clibpq_column_type(const clibpq_result *result, int column);
int clibpq_column_modifier(const clibpq_result *result, int column);

/* The cell and its length in bytes; NULL where it is NULL. Borrowed from the result. */
const char *CLIBPQ_NULLABLE clibpq_cell(const clibpq_result *result, int row, int column,
    int *length);

/* PQcmdStatus: "SELECT 3". */
const char *clibpq_command_tag(clibpq_result *result);
/* PQnparams and PQparamtype, after clibpq_send_describe. */
int clibpq_parameter_count(const clibpq_result *result);
uint32_t clibpq_parameter_type(const clibpq_result *result, int index);

/* Fields of an error or a notice (postgres_ext.h). */
typedef enum clibpq_field {
  CLIBPQ_SEVERITY = 'V',       /* PG_DIAG_SEVERITY_NONLOCALIZED */
  CLIBPQ_SQLSTATE = 'C',       /* PG_DIAG_SQLSTATE */
  CLIBPQ_MESSAGE = 'M',        /* PG_DIAG_MESSAGE_PRIMARY */
  CLIBPQ_DETAIL = 'D',         /* PG_DIAG_MESSAGE_DETAIL */
  CLIBPQ_HINT = 'H',           /* PG_DIAG_MESSAGE_HINT */
  CLIBPQ_POSITION = 'P',       /* PG_DIAG_STATEMENT_POSITION */
  CLIBPQ_INTERNAL_QUERY = 'q', /* PG_DIAG_INTERNAL_QUERY */
  CLIBPQ_CONTEXT = 'W',        /* PG_DIAG_CONTEXT */
  CLIBPQ_SCHEMA = 's',         /* PG_DIAG_SCHEMA_NAME */
  CLIBPQ_TABLE = 't',          /* PG_DIAG_TABLE_NAME */
  CLIBPQ_COLUMN = 'c',         /* PG_DIAG_COLUMN_NAME */
  CLIBPQ_DATA_TYPE = 'd',      /* PG_DIAG_DATATYPE_NAME */
  CLIBPQ_CONSTRAINT = 'n',     /* PG_DIAG_CONSTRAINT_NAME */
  CLIBPQ_ROUTINE = 'R',        /* PG_DIAG_SOURCE_FUNCTION */
} clibpq_field;

/* PQresultErrorField */
const char *CLIBPQ_NULLABLE clibpq_error_field(const clibpq_result *result, clibpq_field field);
/* PQresultErrorMessage */
const char *clibpq_result_message(const clibpq_result *result);

/* ---- Cancelling ------------------------------------------------------------------------------ */

/* A request to cancel what a connection runs. It outlives the connection. */
typedef struct clibpq_cancel clibpq_cancel;

/* PQcancelCreate (libpq 17: with the connection's TLS) or PQgetCancel; NULL where that fails. */
clibpq_cancel *CLIBPQ_NULLABLE clibpq_cancel_create(clibpq_connection *connection);
/* [any] PQcancelBlocking or PQcancel: blocks until the server has taken the request. Once. */
bool clibpq_cancel_send(clibpq_cancel *cancel);
/* [any] */
void clibpq_cancel_free(clibpq_cancel *cancel);

/* ---- Settings of a connection ---------------------------------------------------------------- */

/* PQconninfoOption[] */
typedef struct clibpq_settings clibpq_settings;

/* [any] PQconninfoParse: a URI or "keyword=value ..." taken apart. NULL: `error` then holds why, a
 * text that may quote what was given, passwords included, for clibpq_settings_free_error. */
clibpq_settings *CLIBPQ_NULLABLE clibpq_settings_parse(const char *text,
    char *CLIBPQ_NULLABLE *CLIBPQ_NULLABLE error);
/* [owner] PQconninfo: what a connection was told, with the environment, the service file and what
 * is compiled in; also of one that has failed. NULL where memory is short. */
clibpq_settings *CLIBPQ_NULLABLE clibpq_settings_of(clibpq_connection *connection);
/* [any] The keyword at `index` and its value, NULL where none was given; NULL after the last. */
const char *CLIBPQ_NULLABLE clibpq_settings_keyword(const clibpq_settings *settings, int index);
const char *CLIBPQ_NULLABLE clibpq_settings_value(const clibpq_settings *settings, int index);
/* [any] */
void clibpq_settings_free(clibpq_settings *settings);
void clibpq_settings_free_error(char *CLIBPQ_NULLABLE error);

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
