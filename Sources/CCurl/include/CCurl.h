/*
 * CCurl.h - the part of libcurl that Toolrack uses, opened at run time.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * libcurl brings more than thirty libraries with it, so a process that makes no outbound request
 * must not pay for it: it is opened with dlopen when first needed and never linked. No header of
 * libcurl is needed to build either. The numbers below are libcurl's ABI, which it never changes;
 * each names the constant of <curl/curl.h> or <curl/multi.h> that it stands for.
 *
 * The variadic functions of libcurl are wrapped in typed ones, which is what Swift can call. All
 * other functions behave as the libcurl function of the same name; those manual pages apply. A
 * function that answers bool says whether libcurl answered "OK".
 *
 * Threads: [any] any thread; [owner] only the one thread that uses the handle. Only
 * ccurl_library_open, ccurl_library_try, ccurl_code_text and ccurl_multi_wakeup are [any]; every
 * other function is [owner], and needs an earlier ccurl_library_open that answered CCURL_READY.
 */
#ifndef CCURL_H
#define CCURL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__clang__)
#pragma clang assume_nonnull begin
#define CCURL_NULLABLE _Nullable
#else
#define CCURL_NULLABLE
#endif

/* ---- The library ----------------------------------------------------------------------------- */

typedef enum ccurl_library {
  CCURL_READY,
  CCURL_MISSING,    /* no such file, or it does not load */
  CCURL_INCOMPLETE, /* a function is not there */
  CCURL_TOO_OLD,    /* before 7.84.0, the first whose initialisation is safe between threads */
  CCURL_UNUSABLE,   /* it does not initialise */
} ccurl_library;

/* [any] Opens libcurl.so.4, once in the life of the process, and answers how that went. */
ccurl_library ccurl_library_open(void);

/* [any] Answers how opening `file` would go; changes nothing that other functions use. */
ccurl_library ccurl_library_try(const char *file);

/* [any] The library's own version such as "7.88.1"; "" where it is not ready. Static. */
const char *ccurl_library_version(void);

/* ---- One transfer ---------------------------------------------------------------------------- */

/* CURL: an easy handle. */
typedef struct ccurl_easy ccurl_easy;
/* struct curl_slist */
typedef struct ccurl_list ccurl_list;

/* Options that take a long. */
typedef enum ccurl_number_option {
  CCURL_NOBODY = 44,                    /* CURLOPT_NOBODY */
  CCURL_POST = 47,                      /* CURLOPT_POST */
  CCURL_HTTPGET = 80,                   /* CURLOPT_HTTPGET */
  CCURL_SSLVERSION = 32,                /* CURLOPT_SSLVERSION */
  CCURL_SSL_VERIFYPEER = 64,            /* CURLOPT_SSL_VERIFYPEER */
  CCURL_SSL_VERIFYHOST = 81,            /* CURLOPT_SSL_VERIFYHOST */
  CCURL_HTTP_VERSION = 84,              /* CURLOPT_HTTP_VERSION */
  CCURL_NOSIGNAL = 99,                  /* CURLOPT_NOSIGNAL */
  CCURL_CONNECTTIMEOUT_MS = 156,        /* CURLOPT_CONNECTTIMEOUT_MS */
  CCURL_PROTOCOLS = 181,                /* CURLOPT_PROTOCOLS */
  CCURL_TCP_KEEPALIVE = 213,            /* CURLOPT_TCP_KEEPALIVE */
  CCURL_TCP_KEEPIDLE = 214,             /* CURLOPT_TCP_KEEPIDLE */
  CCURL_TCP_KEEPINTVL = 215,            /* CURLOPT_TCP_KEEPINTVL */
  CCURL_PIPEWAIT = 237,                 /* CURLOPT_PIPEWAIT */
  CCURL_SUPPRESS_CONNECT_HEADERS = 265, /* CURLOPT_SUPPRESS_CONNECT_HEADERS */
  CCURL_QUICK_EXIT = 322,               /* CURLOPT_QUICK_EXIT */
} ccurl_number_option;

/* Values of those. */
#define CCURL_SSLVERSION_TLSV1_2 6L   /* CURL_SSLVERSION_TLSv1_2 */
#define CCURL_HTTP_VERSION_1_1 2L     /* CURL_HTTP_VERSION_1_1 */
#define CCURL_HTTP_VERSION_2TLS 4L    /* CURL_HTTP_VERSION_2TLS */
#define CCURL_PROTOCOLS_HTTP_HTTPS 3L /* CURLPROTO_HTTP | CURLPROTO_HTTPS */

/* Options that take text, which libcurl copies. */
typedef enum ccurl_text_option {
  CCURL_URL = 10002,           /* CURLOPT_URL */
  CCURL_USERAGENT = 10018,     /* CURLOPT_USERAGENT */
  CCURL_CUSTOMREQUEST = 10036, /* CURLOPT_CUSTOMREQUEST */
  CCURL_CAINFO = 10065,        /* CURLOPT_CAINFO */
  CCURL_CAPATH = 10097,        /* CURLOPT_CAPATH */
  CCURL_NOPROXY = 10177,       /* CURLOPT_NOPROXY */
} ccurl_text_option;

/* libcurl's error buffer is CURL_ERROR_SIZE bytes. */
#define CCURL_ERROR_BYTES 256

/* CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION: `size` is 1; answers how many bytes it took,
 * and anything but `count` ends the transfer with CCURL_WRITE_ERROR. */
typedef size_t (*ccurl_data_function)(char *bytes, size_t size, size_t count, void *context);

/* CURLOPT_PREREQFUNCTION: runs each time a request is about to be sent; 0 sends it, 1 ends the
 * transfer with CCURL_ABORTED_BY_CALLBACK. */
typedef int (*ccurl_request_function)(void *context, char *remote_address, char *local_address,
    int remote_port, int local_port);

ccurl_easy *CCURL_NULLABLE ccurl_easy_init(void);
void ccurl_easy_cleanup(ccurl_easy *easy);
void ccurl_easy_reset(ccurl_easy *easy);

bool ccurl_easy_set_number(ccurl_easy *easy, ccurl_number_option option, long value);
bool ccurl_easy_set_text(ccurl_easy *easy, ccurl_text_option option,
    const char *CCURL_NULLABLE value);

/* CURLOPT_HTTPHEADER. The list stays the caller's and outlives the transfer. */
bool ccurl_easy_set_fields(ccurl_easy *easy, ccurl_list *CCURL_NULLABLE fields);
/* CURLOPT_POSTFIELDSIZE_LARGE and CURLOPT_COPYPOSTFIELDS: libcurl copies the bytes. */
bool ccurl_easy_copy_body(ccurl_easy *easy, const void *bytes, size_t count);
/* CURLOPT_ERRORBUFFER: CCURL_ERROR_BYTES bytes that outlive the handle's use of them. */
bool ccurl_easy_set_error_buffer(ccurl_easy *easy, char *buffer);
/* CURLOPT_HEADERFUNCTION, WRITEFUNCTION and PREREQFUNCTION, all with `context`; CURLOPT_PRIVATE. */
bool ccurl_easy_set_functions(ccurl_easy *easy, ccurl_data_function head, ccurl_data_function body,
    ccurl_request_function request, void *context);
/* CURLOPT_OPENSOCKETFUNCTION: sockets that a child process does not inherit. */
bool ccurl_easy_close_on_exec(ccurl_easy *easy);

/* The context that ccurl_easy_set_functions gave: CURLINFO_PRIVATE. */
void *CCURL_NULLABLE ccurl_easy_context(ccurl_easy *easy);
/* The file of trusted certificates that libcurl was built with: CURLINFO_CAINFO. */
const char *CCURL_NULLABLE ccurl_easy_default_certificate_file(ccurl_easy *easy);

/* Answers the list with a copy of `text` at its end, or NULL where memory is short. */
ccurl_list *CCURL_NULLABLE ccurl_list_append(ccurl_list *CCURL_NULLABLE list, const char *text);
void ccurl_list_free(ccurl_list *CCURL_NULLABLE list);

/* ---- How a transfer ended: CURLcode ---------------------------------------------------------- */

#define CCURL_OK 0                        /* CURLE_OK */
#define CCURL_UNSUPPORTED_PROTOCOL 1      /* CURLE_UNSUPPORTED_PROTOCOL */
#define CCURL_COULDNT_RESOLVE_PROXY 5     /* CURLE_COULDNT_RESOLVE_PROXY */
#define CCURL_COULDNT_RESOLVE_HOST 6      /* CURLE_COULDNT_RESOLVE_HOST */
#define CCURL_COULDNT_CONNECT 7           /* CURLE_COULDNT_CONNECT */
#define CCURL_WEIRD_SERVER_REPLY 8        /* CURLE_WEIRD_SERVER_REPLY */
#define CCURL_HTTP2 16                    /* CURLE_HTTP2 */
#define CCURL_PARTIAL_FILE 18             /* CURLE_PARTIAL_FILE */
#define CCURL_WRITE_ERROR 23              /* CURLE_WRITE_ERROR */
#define CCURL_OUT_OF_MEMORY 27            /* CURLE_OUT_OF_MEMORY */
#define CCURL_OPERATION_TIMEDOUT 28       /* CURLE_OPERATION_TIMEDOUT */
#define CCURL_SSL_CONNECT_ERROR 35        /* CURLE_SSL_CONNECT_ERROR */
#define CCURL_ABORTED_BY_CALLBACK 42      /* CURLE_ABORTED_BY_CALLBACK */
#define CCURL_GOT_NOTHING 52              /* CURLE_GOT_NOTHING */
#define CCURL_SEND_ERROR 55               /* CURLE_SEND_ERROR */
#define CCURL_RECV_ERROR 56               /* CURLE_RECV_ERROR */
#define CCURL_PEER_FAILED_VERIFICATION 60 /* CURLE_PEER_FAILED_VERIFICATION */
#define CCURL_SSL_CACERT_BADFILE 77       /* CURLE_SSL_CACERT_BADFILE */
#define CCURL_HTTP2_STREAM 92             /* CURLE_HTTP2_STREAM */
#define CCURL_PROXY 97                    /* CURLE_PROXY */

/* [any] curl_easy_strerror. Static. */
const char *ccurl_code_text(int code);

/* ---- Many transfers at a time ---------------------------------------------------------------- */

/* CURLM: a multi handle. */
typedef struct ccurl_multi ccurl_multi;

typedef enum ccurl_multi_option {
  CCURL_MULTI_MAXCONNECTS = 6,            /* CURLMOPT_MAXCONNECTS */
  CCURL_MULTI_MAX_HOST_CONNECTIONS = 7,   /* CURLMOPT_MAX_HOST_CONNECTIONS */
  CCURL_MULTI_MAX_TOTAL_CONNECTIONS = 13, /* CURLMOPT_MAX_TOTAL_CONNECTIONS */
} ccurl_multi_option;

ccurl_multi *CCURL_NULLABLE ccurl_multi_init(void);
void ccurl_multi_cleanup(ccurl_multi *multi);
bool ccurl_multi_set_number(ccurl_multi *multi, ccurl_multi_option option, long value);
bool ccurl_multi_add(ccurl_multi *multi, ccurl_easy *easy);
bool ccurl_multi_remove(ccurl_multi *multi, ccurl_easy *easy);
/* Moves every transfer on as far as it goes without waiting. */
bool ccurl_multi_perform(ccurl_multi *multi);
/* Waits for a transfer to have something to do, for a wake-up, or for the time-out. */
bool ccurl_multi_poll(ccurl_multi *multi, int timeout_milliseconds);
/* [any] Ends the current or the next ccurl_multi_poll. */
bool ccurl_multi_wakeup(ccurl_multi *multi);
/* The next transfer that has ended, and its CURLcode; NULL where there is none. */
ccurl_easy *CCURL_NULLABLE ccurl_multi_next_finished(ccurl_multi *multi, int *code);

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
