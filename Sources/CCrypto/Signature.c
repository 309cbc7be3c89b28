/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "Functions.h"

#define DIGEST "SHA256"

/* ---- Keys ------------------------------------------------------------------------------------ */

/* libcrypto keeps a list of errors for each thread, which nobody reads. */
static ccrypto_key *made(key_run *run, bool done, ccrypto_key *key) {
  ccrypto_functions.run_free(run);
  if (done && key != NULL) return key;
  ccrypto_functions.key_free(key);
  ccrypto_functions.clear_errors();
  return NULL;
}

static ccrypto_key *public_key(const char *algorithm, struct parameter *parameters) {
  key_run *run = ccrypto_functions.run_new(NULL, algorithm, NULL);
  if (run == NULL) return NULL;
  ccrypto_key *key = NULL;
  bool done = ccrypto_functions.from_data_begin(run) == 1
      && ccrypto_functions.from_data(run, &key, PUBLIC_KEY, parameters) == 1;
  return made(run, done, key);
}

ccrypto_key *ccrypto_rsa_public(uint8_t *modulus, size_t modulus_count, uint8_t *exponent,
    size_t exponent_count) {
  struct parameter parameters[] = {
    {"n", UNSIGNED_INTEGER, modulus, modulus_count, UNMODIFIED},
    {"e", UNSIGNED_INTEGER, exponent, exponent_count, UNMODIFIED},
    {NULL, 0, NULL, 0, 0},
  };
  return public_key("RSA", parameters);
}

ccrypto_key *ccrypto_p256_public(uint8_t *point) {
  char curve[] = "P-256";
  struct parameter parameters[] = {
    {"group", UTF8_STRING, curve, sizeof curve - 1, UNMODIFIED},
    {"pub", OCTET_STRING, point, CCRYPTO_P256_POINT_BYTES, UNMODIFIED},
    {NULL, 0, NULL, 0, 0},
  };
  return public_key("EC", parameters);
}

ccrypto_key *ccrypto_rsa_generate(size_t bits) {
  key_run *run = ccrypto_functions.run_new(NULL, "RSA", NULL);
  if (run == NULL) return NULL;
  struct parameter parameters[] = {
    {"bits", UNSIGNED_INTEGER, &bits, sizeof bits, UNMODIFIED},
    {NULL, 0, NULL, 0, 0},
  };
  ccrypto_key *key = NULL;
  bool done = ccrypto_functions.generate_begin(run) == 1
      && ccrypto_functions.set_parameters(run, parameters) == 1
      && ccrypto_functions.generate(run, &key) == 1;
  return made(run, done, key);
}

ccrypto_key *ccrypto_private_read(const uint8_t *bytes, size_t count) {
  const unsigned char *position = bytes;
  ccrypto_key *key = ccrypto_functions.read_private(NULL, &position, (long)count);
  if (key != NULL && position == bytes + count) return key;
  ccrypto_functions.key_free(key);
  ccrypto_functions.clear_errors();
  return NULL;
}

size_t ccrypto_private_write(const ccrypto_key *key, uint8_t *bytes, size_t room) {
  int count = ccrypto_functions.write_private(key, NULL);
  if (count <= 0 || (size_t)count > room) {
    ccrypto_functions.clear_errors();
    return 0;
  }
  unsigned char *position = bytes;
  count = ccrypto_functions.write_private(key, &position);
  return count > 0 ? (size_t)count : 0;
}

bool ccrypto_rsa_numbers(const ccrypto_key *key, uint8_t *modulus, size_t modulus_count,
    uint8_t *exponent, size_t exponent_count) {
  struct parameter parameters[] = {
    {"n", UNSIGNED_INTEGER, modulus, modulus_count, UNMODIFIED},
    {"e", UNSIGNED_INTEGER, exponent, exponent_count, UNMODIFIED},
    {NULL, 0, NULL, 0, 0},
  };
  /* libcrypto pads with zeros to the size it is given, and refuses one that is too small. */
  bool done = ccrypto_functions.get_parameters(key, parameters) == 1
      && parameters[0].return_size == modulus_count
      && parameters[1].return_size == exponent_count;
  if (!done) ccrypto_functions.clear_errors();
  return done;
}

void ccrypto_key_free(ccrypto_key *key) {
  ccrypto_functions.key_free(key);
}

/* ---- Signatures ------------------------------------------------------------------------------ */

static bool verify(ccrypto_key *key, const uint8_t *signature, size_t signature_count,
    const uint8_t *message, size_t count) {
  digest_run *run = ccrypto_functions.digest_run_new();
  if (run == NULL) return false;
  bool done = ccrypto_functions.verify_begin(run, NULL, DIGEST, NULL, NULL, key, NULL) == 1
      && ccrypto_functions.verify(run, signature, signature_count, message, count) == 1;
  ccrypto_functions.digest_run_free(run);
  if (!done) ccrypto_functions.clear_errors();
  return done;
}

bool ccrypto_verify_rsa(ccrypto_key *key, const uint8_t *signature, size_t signature_count,
    const uint8_t *message, size_t count) {
  return verify(key, signature, signature_count, message, count);
}

/* Half a signature into a pair, which owns both numbers once it has them. */
static bool fill(point_pair *pair, const uint8_t *signature) {
  const int half = CCRYPTO_P256_SIGNATURE_BYTES / 2;
  number *r = ccrypto_functions.number_read(signature, half, NULL);
  number *s = ccrypto_functions.number_read(signature + half, half, NULL);
  if (r != NULL && s != NULL && ccrypto_functions.pair_set(pair, r, s) == 1) return true;
  ccrypto_functions.number_free(r);
  ccrypto_functions.number_free(s);
  return false;
}

bool ccrypto_verify_p256(ccrypto_key *key, const uint8_t *signature, const uint8_t *message,
    size_t count) {
  /* libcrypto takes the pair in DER (RFC 3279 section 2.2.3): two numbers of at most 33 bytes with
   * their heads, and the head of the sequence. */
  unsigned char encoded[2 + 2 * (2 + 33)];
  point_pair *pair = ccrypto_functions.pair_new();
  if (pair == NULL) return false;
  unsigned char *position = encoded;
  bool fits = fill(pair, signature)
      && ccrypto_functions.pair_write(pair, NULL) <= (int)sizeof encoded;
  int encoded_count = fits ? ccrypto_functions.pair_write(pair, &position) : 0;
  ccrypto_functions.pair_free(pair);
  return encoded_count > 0 && verify(key, encoded, (size_t)encoded_count, message, count);
}

size_t ccrypto_sign_rsa(ccrypto_key *key, const uint8_t *message, size_t count, uint8_t *signature,
    size_t room) {
  digest_run *run = ccrypto_functions.digest_run_new();
  if (run == NULL) return 0;
  size_t size = room;
  bool done = ccrypto_functions.sign_begin(run, NULL, DIGEST, NULL, NULL, key, NULL) == 1
      && ccrypto_functions.sign(run, signature, &size, message, count) == 1;
  ccrypto_functions.digest_run_free(run);
  if (!done) ccrypto_functions.clear_errors();
  return done ? size : 0;
}
