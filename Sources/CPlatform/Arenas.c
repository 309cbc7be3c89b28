/* SPDX-License-Identifier: Apache-2.0 */
#include "CPlatform.h"

#include <malloc.h>

int platform_limit_malloc_arenas(int count) { return mallopt(M_ARENA_MAX, count); }
