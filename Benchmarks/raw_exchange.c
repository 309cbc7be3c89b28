/*
 * The yardstick for what a call costs on top of HTTP: one POST over and over, by libcurl's multi
 * interface as the host's HTTP client uses it, and nothing around it.
 *
 *   raw_exchange URL BODY_FILE CONNECTIONS EXCHANGES [FIELD...]
 *
 * Prints one JSON object: nanoseconds of CPU of this process for each exchange, and how many a
 * second. Any answer but a 200 ends it with an error.
 */
#include <CCurl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { MAXIMUM_CONNECTIONS = 256, BODY_BYTES = 64 * 1024, WAIT_MILLISECONDS = 10000 };

static ccurl_multi *multi;
static long left, running;

static void fail(const char *what) {
  fprintf(stderr, "raw_exchange: %s\n", what);
  exit(1);
}

static size_t take_head(char *bytes, size_t size, size_t count, void *context) {
  (void)context;
  if (count > 12 && memcmp(bytes, "HTTP/1.1 ", 9) == 0 && memcmp(bytes + 9, "200", 3) != 0)
    fail("an answer is no 200");
  return size * count;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
  (void)bytes, (void)context;
  return size * count;
}

static int permit(void *context, char *remote, char *local, int remote_port, int local_port) {
  (void)context, (void)remote, (void)local, (void)remote_port, (void)local_port;
  return 0;
}

static void begin(ccurl_easy *easy) {
  if (!ccurl_multi_add(multi, easy)) fail("a transfer does not start");
  left--, running++;
}

static void finish(void) {
  int code;
  for (ccurl_easy *easy; (easy = ccurl_multi_next_finished(multi, &code)) != NULL;) {
    if (code != CCURL_OK) fail(ccurl_code_text(code));
    ccurl_multi_remove(multi, easy);
    running--;
    if (left > 0) begin(easy);
  }
}

static double processor_seconds(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
      + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int count, char **words) {
  static char body[BODY_BYTES];
  if (count < 5 || ccurl_library_open() != CCURL_READY) fail("bad arguments, or no libcurl");
  FILE *file = fopen(words[2], "rb");
  if (file == NULL) fail("no such file");
  size_t bytes = fread(body, 1, sizeof body, file);
  fclose(file);
  long connections = atol(words[3]), exchanges = atol(words[4]);
  if (connections < 1 || connections > MAXIMUM_CONNECTIONS) fail("too many connections");
  ccurl_list *fields = ccurl_list_append(NULL, "Expect:");
  for (int word = 5; word < count; word++) fields = ccurl_list_append(fields, words[word]);

  multi = ccurl_multi_init();
  left = exchanges;
  double processor = processor_seconds(), begun = seconds();
  for (long connection = 0; connection < connections; connection++) {
    ccurl_easy *easy = ccurl_easy_init();
    ccurl_easy_set_number(easy, CCURL_NOSIGNAL, 1);
    ccurl_easy_set_number(easy, CCURL_POST, 1);
    ccurl_easy_set_text(easy, CCURL_URL, words[1]);
    ccurl_easy_set_fields(easy, fields);
    ccurl_easy_copy_body(easy, body, bytes);
    ccurl_easy_set_functions(easy, take_head, take_body, permit, NULL);
    begin(easy);
  }
  while (running > 0) {
    ccurl_multi_perform(multi);
    finish();
    if (running > 0) ccurl_multi_poll(multi, WAIT_MILLISECONDS);
  }
  printf("{\"nanoseconds\": %.0f, \"perSecond\": %.0f}\n",
      (processor_seconds() - processor) / (double)exchanges * 1e9,
      (double)exchanges / (seconds() - begun));
  return 0;
}
