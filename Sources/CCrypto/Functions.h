/*
 * Functions.h - what is called of libcrypto 3, as its ABI has it. Internal to CCrypto.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef CCRYPTO_FUNCTIONS_H
#define CCRYPTO_FUNCTIONS_H

#include "CCrypto.h"

#define UTF8_STRING 4            /* OSSL_PARAM_UTF8_STRING */
#define OCTET_STRING 5           /* OSSL_PARAM_OCTET_STRING */
#define UNSIGNED_INTEGER 2       /* OSSL_PARAM_UNSIGNED_INTEGER, in the order of this machine */
#define UNMODIFIED ((size_t)-1)  /* OSSL_PARAM_UNMODIFIED */
#define PUBLIC_KEY 0x86          /* EVP_PKEY_PUBLIC_KEY */

/* OSSL_PARAM */
struct parameter {
  const char *key;
  unsigned int type;
  void *data;
  size_t data_size;
  size_t return_size;
};

/* EVP_MD, EVP_MAC, EVP_MD_CTX, EVP_PKEY_CTX, ECDSA_SIG, BIGNUM */
typedef struct digest_kind digest_kind;
typedef struct mac_kind mac_kind;
typedef struct digest_run digest_run;
typedef struct key_run key_run;
typedef struct point_pair point_pair;
typedef struct number number;

struct functions {
  digest_kind *(*md_fetch)(void *context, const char *name, const char *properties);
  int (*digest)(const void *bytes, size_t count, unsigned char *digest, unsigned int *size,
      const digest_kind *kind, void *engine);
  mac_kind *(*mac_fetch)(void *context, const char *name, const char *properties);
  ccrypto_hmac *(*mac_new)(mac_kind *kind);
  void (*mac_free)(ccrypto_hmac *hmac);
  int (*mac_init)(ccrypto_hmac *hmac, const unsigned char *key, size_t count,
      const struct parameter *parameters);
  int (*mac_update)(ccrypto_hmac *hmac, const unsigned char *bytes, size_t count);
  int (*mac_final)(ccrypto_hmac *hmac, unsigned char *code, size_t *size, size_t room);

  key_run *(*run_new)(void *context, const char *name, const char *properties);
  void (*run_free)(key_run *run);
  int (*from_data_begin)(key_run *run);
  int (*from_data)(key_run *run, ccrypto_key **key, int selection, struct parameter *parameters);
  int (*generate_begin)(key_run *run);
  int (*set_parameters)(key_run *run, const struct parameter *parameters);
  int (*generate)(key_run *run, ccrypto_key **key);
  int (*get_parameters)(const ccrypto_key *key, struct parameter *parameters);
  void (*key_free)(ccrypto_key *key);
  int (*write_private)(const ccrypto_key *key, unsigned char **bytes);
  ccrypto_key *(*read_private)(ccrypto_key **key, const unsigned char **bytes, long count);

  digest_run *(*digest_run_new)(void);
  void (*digest_run_free)(digest_run *run);
  int (*sign_begin)(digest_run *run, key_run **key_run, const char *digest, void *context,
      const char *properties, ccrypto_key *key, const struct parameter *parameters);
  int (*sign)(digest_run *run, unsigned char *signature, size_t *size,
      const unsigned char *message, size_t count);
  int (*verify_begin)(digest_run *run, key_run **key_run, const char *digest, void *context,
      const char *properties, ccrypto_key *key, const struct parameter *parameters);
  int (*verify)(digest_run *run, const unsigned char *signature, size_t size,
      const unsigned char *message, size_t count);

  point_pair *(*pair_new)(void);
  void (*pair_free)(point_pair *pair);
  int (*pair_set)(point_pair *pair, number *r, number *s);
  int (*pair_write)(const point_pair *pair, unsigned char **bytes);
  number *(*number_read)(const unsigned char *bytes, int count, number *into);
  void (*number_free)(number *number);

  void (*clear_errors)(void);

  digest_kind *sha256;
  mac_kind *hmac;
};

/* Written once, before ccrypto_library_open answers for the first time. */
extern struct functions ccrypto_functions;

#endif
