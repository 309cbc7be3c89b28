/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <sys/random.h>

#include "Functions.h"

#define LIBRARY_FILE "libcrypto.so.3"
#define PARAMETER_DIGEST "digest" /* OSSL_MAC_PARAM_DIGEST */

/* ---- The library ----------------------------------------------------------------------------- */

/* Written once, by open_once, before any reader can be: ccrypto_library_open is the barrier. */
struct functions ccrypto_functions;
static ccrypto_library state = CCRYPTO_MISSING;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static bool resolve_all(void *library, struct functions *into) {
  const struct {
    const char *name;
    void **function;
  } wanted[] = {
    {"EVP_MD_fetch", (void **)&into->md_fetch},
    {"EVP_Digest", (void **)&into->digest},
    {"EVP_MAC_fetch", (void **)&into->mac_fetch},
    {"EVP_MAC_CTX_new", (void **)&into->mac_new},
    {"EVP_MAC_CTX_free", (void **)&into->mac_free},
    {"EVP_MAC_init", (void **)&into->mac_init},
    {"EVP_MAC_update", (void **)&into->mac_update},
    {"EVP_MAC_final", (void **)&into->mac_final},
    {"EVP_PKEY_CTX_new_from_name", (void **)&into->run_new},
    {"EVP_PKEY_CTX_free", (void **)&into->run_free},
    {"EVP_PKEY_fromdata_init", (void **)&into->from_data_begin},
    {"EVP_PKEY_fromdata", (void **)&into->from_data},
    {"EVP_PKEY_keygen_init", (void **)&into->generate_begin},
    {"EVP_PKEY_CTX_set_params", (void **)&into->set_parameters},
    {"EVP_PKEY_generate", (void **)&into->generate},
    {"EVP_PKEY_get_params", (void **)&into->get_parameters},
    {"EVP_PKEY_free", (void **)&into->key_free},
    {"i2d_PrivateKey", (void **)&into->write_private},
    {"d2i_AutoPrivateKey", (void **)&into->read_private},
    {"EVP_MD_CTX_new", (void **)&into->digest_run_new},
    {"EVP_MD_CTX_free", (void **)&into->digest_run_free},
    {"EVP_DigestSignInit_ex", (void **)&into->sign_begin},
    {"EVP_DigestSign", (void **)&into->sign},
    {"EVP_DigestVerifyInit_ex", (void **)&into->verify_begin},
    {"EVP_DigestVerify", (void **)&into->verify},
    {"ECDSA_SIG_new", (void **)&into->pair_new},
    {"ECDSA_SIG_free", (void **)&into->pair_free},
    {"ECDSA_SIG_set0", (void **)&into->pair_set},
    {"i2d_ECDSA_SIG", (void **)&into->pair_write},
    {"BN_bin2bn", (void **)&into->number_read},
    {"BN_free", (void **)&into->number_free},
    {"ERR_clear_error", (void **)&into->clear_errors},
  };
  for (size_t index = 0; index < sizeof wanted / sizeof wanted[0]; index++) {
    *wanted[index].function = dlsym(library, wanted[index].name);
    if (*wanted[index].function == NULL) return false;
  }
  return true;
}

static ccrypto_library load(const char *file, struct functions *into) {
  void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return CCRYPTO_MISSING;
  if (!resolve_all(library, into)) {
    dlclose(library);
    return CCRYPTO_INCOMPLETE;
  }
  /* Handle and algorithms are kept: libcrypto stays for the life of the process. */
  into->sha256 = into->md_fetch(NULL, "SHA256", NULL);
  into->hmac = into->mac_fetch(NULL, "HMAC", NULL);
  return into->sha256 != NULL && into->hmac != NULL ? CCRYPTO_READY : CCRYPTO_UNUSABLE;
}

static void open_once(void) {
  state = load(LIBRARY_FILE, &ccrypto_functions);
}

ccrypto_library ccrypto_library_open(void) {
  pthread_once(&once, open_once);
  return state;
}

ccrypto_library ccrypto_library_try(const char *file) {
  struct functions unused;
  return load(file, &unused);
}

/* ---- SHA-256 --------------------------------------------------------------------------------- */

bool ccrypto_sha256(const void *bytes, size_t count, uint8_t *digest) {
  unsigned int size = 0;
  const void *given = bytes != NULL ? bytes : "";
  return ccrypto_functions.digest(given, count, digest, &size, ccrypto_functions.sha256, NULL) == 1
      && size == CCRYPTO_SHA256_BYTES;
}

/* ---- HMAC-SHA-256 ---------------------------------------------------------------------------- */

ccrypto_hmac *ccrypto_hmac_begin(const void *key, size_t count) {
  ccrypto_hmac *hmac = ccrypto_functions.mac_new(ccrypto_functions.hmac);
  if (hmac == NULL) return NULL;
  char name[] = "SHA256";
  const struct parameter parameters[] = {
    {PARAMETER_DIGEST, UTF8_STRING, name, sizeof name - 1, UNMODIFIED},
    {NULL, 0, NULL, 0, 0},
  };
  /* A key of NULL would mean: the one of before. */
  const void *given = key != NULL ? key : "";
  if (ccrypto_functions.mac_init(hmac, given, count, parameters) == 1) return hmac;
  ccrypto_functions.mac_free(hmac);
  return NULL;
}

bool ccrypto_hmac_add(ccrypto_hmac *hmac, const void *bytes, size_t count) {
  return count == 0 || ccrypto_functions.mac_update(hmac, bytes, count) == 1;
}

bool ccrypto_hmac_end(ccrypto_hmac *hmac, uint8_t *code) {
  size_t size = 0;
  bool done = code != NULL
      && ccrypto_functions.mac_final(hmac, code, &size, CCRYPTO_SHA256_BYTES) == 1
      && size == CCRYPTO_SHA256_BYTES;
  ccrypto_functions.mac_free(hmac);
  return done;
}

/* ---- Without the library --------------------------------------------------------------------- */

bool ccrypto_equal(const void *left, const void *right, size_t count) {
  /* Volatile, so that the loop is not left before its end. */
  const volatile uint8_t *a = left, *b = right;
  volatile uint8_t difference = 0;
  for (size_t index = 0; index < count; index++) difference |= a[index] ^ b[index];
  return difference == 0;
}

bool ccrypto_random(void *bytes, size_t count) {
  uint8_t *rest = bytes;
  while (count > 0) {
    ssize_t filled = getrandom(rest, count, 0);
    if (filled < 0 && errno == EINTR) continue;
    if (filled <= 0) return false;
    rest += filled;
    count -= (size_t)filled;
  }
  return true;
}
