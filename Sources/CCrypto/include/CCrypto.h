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
 * time. All but ccrypto_equal and ccrypto_random need an earlier ccrypto_library_open that answered
 * CCRYPTO_READY.
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

/* A key of RSA, or of the curve P-256. Immutable: any number of threads may use it at once. */
typedef struct ccrypto_key ccrypto_key;

/* An RSA public key (RFC 8017): two unsigned numbers, least significant byte first. NULL where
 * libcrypto refuses it. */
ccrypto_key *CCRYPTO_NULLABLE ccrypto_rsa_public(uint8_t *modulus, size_t modulus_count,
    uint8_t *exponent, size_t exponent_count);
/* Makes an RSA key pair of `bits`; takes some hundred milliseconds. NULL where that fails. */
ccrypto_key *CCRYPTO_NULLABLE ccrypto_rsa_generate(size_t bits);
/* Reads a private key in DER, RSAPrivateKey (RFC 8017 A.1.2) or PKCS #8 (RFC 5958). NULL for
 * anything else. */
ccrypto_key *CCRYPTO_NULLABLE ccrypto_private_read(const uint8_t *bytes, size_t count);
/* Writes a private RSA key as RSAPrivateKey into `bytes`, which has `room`. The count of bytes, or
 * 0 where that fails or there is too little room. */
size_t ccrypto_private_write(const ccrypto_key *key, uint8_t *bytes, size_t room);
/* The modulus and the exponent of an RSA key, least significant byte first, with zeros up to the
 * counts. False where `key` is no RSA key or there is too little room. */
bool ccrypto_rsa_numbers(const ccrypto_key *key, uint8_t *modulus, size_t modulus_count,
    uint8_t *exponent, size_t exponent_count);

/* Bytes of an uncompressed point of P-256 (SEC 1 section 2.3.3), and of a signature as r and s. */
#define CCRYPTO_P256_POINT_BYTES 65
#define CCRYPTO_P256_SIGNATURE_BYTES 64
/* A public key of P-256. NULL for what is no point of the curve. */
ccrypto_key *CCRYPTO_NULLABLE ccrypto_p256_public(uint8_t *point);

void ccrypto_key_free(ccrypto_key *key);

/* Whether `signature` is that of the message: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 section 8.2)
 * for a key of RSA, ECDSA with SHA-256 (FIPS 186-5), r and s one after the other, of P-256. */
bool ccrypto_verify_rsa(ccrypto_key *key, const uint8_t *signature, size_t signature_count,
    const uint8_t *message, size_t count);
bool ccrypto_verify_p256(ccrypto_key *key, const uint8_t *signature, const uint8_t *message,
    size_t count);
/* Signs with a private key of RSA, into `signature`, which has `room`. The count of bytes, 0 where
 * that fails. */
size_t ccrypto_sign_rsa(ccrypto_key *key, const uint8_t *message, size_t count, uint8_t *signature,
    size_t room);

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
