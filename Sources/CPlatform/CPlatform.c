/* The prototypes of the header must agree with the system's: with _GNU_SOURCE both are in view,
 * and the compiler refuses a difference. */
#define _GNU_SOURCE
#include <pthread.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "CPlatform.h"
