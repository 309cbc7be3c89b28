/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "CCrypto.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <sys/random.h>

#define LIBRARY_FILE "libcrypto.so.3"
#define UTF8_STRING 4            /* OSSL_PARAM_UTF8_STRING */
#define UNMODIFIED ((size_t)-1)  /* OSSL_PARAM_UNMODIFIED */
#define PARAMETER_DIGEST "digest" /* OSSL_MAC_PARAM_DIGEST */

/* OSSL_PARAM */
struct parameter {
  const char *key;
  unsigned int type;
  void *data;
  size_t data_size;
  size_t return_size;
};

/* EVP_MD and EVP_MAC */
typedef struct digest_kind digest_kind;
typedef struct mac_kind mac_kind;

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

  digest_kind *sha256;
  mac_kind *hmac;
};

/* ---- The library ----------------------------------------------------------------------------- */

/* Written once, by open_once, before any reader can be: ccrypto_library_open is the barrier. */
static struct functions crypto;
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
  state = load(LIBRARY_FILE, &crypto);
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
  return crypto.digest(bytes != NULL ? bytes : "", count, digest, &size, crypto.sha256, NULL) == 1
      && size == CCRYPTO_SHA256_BYTES;
}

/* ---- HMAC-SHA-256 ---------------------------------------------------------------------------- */

ccrypto_hmac *ccrypto_hmac_begin(const void *key, size_t count) {
  ccrypto_hmac *hmac = crypto.mac_new(crypto.hmac);
  if (hmac == NULL) return NULL;
  char name[] = "SHA256";
  const struct parameter parameters[] = {
    {PARAMETER_DIGEST, UTF8_STRING, name, sizeof name - 1, UNMODIFIED},
    {NULL, 0, NULL, 0, 0},
  };
  /* A key of NULL would mean: the one of before. */
  const void *given = key != NULL ? key : "";
  if (crypto.mac_init(hmac, given, count, parameters) == 1) return hmac;
  crypto.mac_free(hmac);
  return NULL;
}

bool ccrypto_hmac_add(ccrypto_hmac *hmac, const void *bytes, size_t count) {
  return count == 0 || crypto.mac_update(hmac, bytes, count) == 1;
}

bool ccrypto_hmac_end(ccrypto_hmac *hmac, uint8_t *code) {
  size_t size = 0;
  bool done = code != NULL && crypto.mac_final(hmac, code, &size, CCRYPTO_SHA256_BYTES) == 1
      && size == CCRYPTO_SHA256_BYTES;
  crypto.mac_free(hmac);
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
