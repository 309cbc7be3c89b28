/*
 * Gate.h - bounds how much libpq reads at a time.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * libpq reads a row into memory as fast as it comes, up to a gigabyte within one call, and says
 * nothing of its size before. While a gate is open, libpq's descriptor is one end of a socket pair,
 * and what the server sends passes through it a piece at a time, counted. TLS does not notice: it
 * reads and writes by the number of the descriptor.
 *
 * Threads: only the one that uses the connection, and never while libpq runs.
 */
#ifndef CLIBPQ_GATE_H
#define CLIBPQ_GATE_H

#include <stdbool.h>

#if defined(__clang__)
#pragma clang assume_nonnull begin
#define CLIBPQ_GATE_NULLABLE _Nullable
#else
#define CLIBPQ_GATE_NULLABLE
#endif

typedef struct clibpq_gate clibpq_gate;

/* NULL, and nothing has changed, where descriptors or memory are short. `descriptor` is libpq's;
 * everything that libpq had to send has been sent. */
clibpq_gate *CLIBPQ_GATE_NULLABLE clibpq_gate_open(int descriptor);
/* The connection itself, for poll(2). */
int clibpq_gate_socket(const clibpq_gate *gate);
/* Whether libpq has read all that has passed. */
bool clibpq_gate_is_empty(const clibpq_gate *gate);
/* Passes the next piece, once the last one has been read; answers its bytes. Where the server has
 * ended, libpq reads the end. */
int clibpq_gate_pass(clibpq_gate *gate);
/* Gives libpq its own descriptor back and frees the gate, which must be empty. */
void clibpq_gate_close(clibpq_gate *gate);
/* Frees the gate where libpq has closed its descriptor. */
void clibpq_gate_abandon(clibpq_gate *gate);

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
