/*
 * CCrypto.h - the part of OpenSSL's libcrypto 3 that Toolrack uses, opened at run time.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * libcrypto is opened with dlopen when first needed and never linked, and none of its headers is
 * needed to build: what stands in CCrypto.c is its ABI, which stays within one soname. The worth of
 * this layer is that algorithms are chosen here once, and every length is checked by the types.
 *
 * Threads: every function may be called from any thread; a ccrypto_hmac belongs to one thread at a
 * time. ccrypto_sha256 and the hmac functions need an earlier ccrypto_library_open that answered
 * CCRYPTO_READY; the others need no library.
 */
#ifndef CCRYPTO_H
#define CCRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__clang__)
#pragma clang assume_nonnull begin
#define CCRYPTO_NULLABLE _Nullable
#else
#define CCRYPTO_NULLABLE
#endif

typedef enum ccrypto_library {
  CCRYPTO_READY,
  CCRYPTO_MISSING,    /* no such file, or it does not load */
  CCRYPTO_INCOMPLETE, /* a function is not there */
  CCRYPTO_UNUSABLE,   /* it offers no SHA-256 or no HMAC */
} ccrypto_library;

/* Opens libcrypto.so.3, once in the life of the process, and answers how that went. */
ccrypto_library ccrypto_library_open(void);

/* Answers how opening `file` would go; changes nothing that other functions use. */
ccrypto_library ccrypto_library_try(const char *file);

/* Bytes of a SHA-256 digest (FIPS 180-4) and of an HMAC-SHA-256 (RFC 2104). */
#define CCRYPTO_SHA256_BYTES 32

/* Writes the digest of `count` bytes, CCRYPTO_SHA256_BYTES of it; false where memory is short. */
bool ccrypto_sha256(const void *CCRYPTO_NULLABLE bytes, size_t count,
    uint8_t *digest);

/* An HMAC-SHA-256 on its way. */
typedef struct ccrypto_hmac ccrypto_hmac;

/* Begins one; NULL where memory is short. The key is copied; its copy is cleared by _end. */
ccrypto_hmac *CCRYPTO_NULLABLE ccrypto_hmac_begin(const void *CCRYPTO_NULLABLE key, size_t count);
/* Adds bytes. */
bool ccrypto_hmac_add(ccrypto_hmac *hmac, const void *CCRYPTO_NULLABLE bytes, size_t count);
/* Writes the code, CCRYPTO_SHA256_BYTES of it, unless `code` is NULL. Releases `hmac` always. */
bool ccrypto_hmac_end(ccrypto_hmac *hmac, uint8_t *CCRYPTO_NULLABLE code);

/* Whether `count` bytes are the same, in a time that depends on `count` alone. */
bool ccrypto_equal(const void *CCRYPTO_NULLABLE left, const void *CCRYPTO_NULLABLE right,
    size_t count);

/* Fills with bytes from the kernel that nobody can guess, getrandom(2); waits for the kernel to
 * have some after boot. False where the kernel has no such call. */
bool ccrypto_random(void *bytes, size_t count);

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
