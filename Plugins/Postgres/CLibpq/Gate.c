/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "Gate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define PASSED_BYTES (64 * 1024) /* at a time; less than what a socket pair holds */

struct clibpq_gate {
  int number; /* libpq's descriptor, which is the far end of our pair as long as the gate is open */
  int server; /* the connection itself */
  int inner;  /* our end */
  char bytes[PASSED_BYTES];
};

static int waiting(int descriptor) {
  int bytes = 0;
  return ioctl(descriptor, FIONREAD, &bytes) == 0 ? bytes : 0;
}

clibpq_gate *clibpq_gate_open(int descriptor) {
  int pair[2];
  clibpq_gate *gate = malloc(sizeof *gate);
  if (gate == NULL) return NULL;
  gate->number = descriptor;
  gate->server = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  if (gate->server < 0) goto no_descriptor;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) != 0) goto no_pair;
  gate->inner = pair[0];
  int moved = dup3(pair[1], descriptor, O_CLOEXEC);
  close(pair[1]);
  if (moved == descriptor) return gate;
  close(gate->inner);
no_pair:
  close(gate->server);
no_descriptor:
  free(gate);
  return NULL;
}

int clibpq_gate_socket(const clibpq_gate *gate) {
  return gate->server;
}

bool clibpq_gate_is_empty(const clibpq_gate *gate) {
  return waiting(gate->number) == 0;
}

/* What TLS answers of itself while it reads. */
static void pass_back(clibpq_gate *gate) {
  ssize_t count = recv(gate->inner, gate->bytes, sizeof gate->bytes, MSG_DONTWAIT);
  if (count > 0 && send(gate->server, gate->bytes, (size_t)count, MSG_NOSIGNAL) != count)
    shutdown(gate->inner, SHUT_WR);
}

int clibpq_gate_pass(clibpq_gate *gate) {
  if (!clibpq_gate_is_empty(gate)) return 0;
  pass_back(gate);
  ssize_t count = recv(gate->server, gate->bytes, sizeof gate->bytes, MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
  if (count > 0 && send(gate->inner, gate->bytes, (size_t)count, MSG_NOSIGNAL) == count)
    return (int)count;
  shutdown(gate->inner, SHUT_WR);
  return 0;
}

void clibpq_gate_close(clibpq_gate *gate) {
  pass_back(gate);
  dup3(gate->server, gate->number, O_CLOEXEC);
  clibpq_gate_abandon(gate);
}

void clibpq_gate_abandon(clibpq_gate *gate) {
  close(gate->server);
  close(gate->inner);
  free(gate);
}
