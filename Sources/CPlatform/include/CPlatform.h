/* What Swift's Glibc module leaves out of Linux.
 *
 * Three reasons a name is missing there, and what is done about each:
 *  - its header is not in the module: it is included here;
 *  - its prototype needs _GNU_SOURCE, which the module is built without: it is declared here,
 *    exactly as the header declares it;
 *  - it is variadic, or a macro with arguments, which Swift cannot call: it is wrapped here,
 *    under a name that begins with `platform_`.
 *
 * Nothing here keeps state. Every function may be called from any thread.
 */
#ifndef TOOLRACK_CPLATFORM_H
#define TOOLRACK_CPLATFORM_H

#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- prototypes hidden behind _GNU_SOURCE ------------------------------------------------- */

/* accept(2) with SOCK_CLOEXEC and SOCK_NONBLOCK in `flags`. */
int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);

/* pipe(2) with O_CLOEXEC and O_NONBLOCK in `flags`. */
int pipe2(int descriptors[2], int flags);

/* A file without a name, in memory; MFD_CLOEXEC (1) in `flags`. */
int memfd_create(const char *name, unsigned int flags);

/* The kernel's id of the calling thread, as shown by ps -L. */
pid_t gettid(void);

/* Closes every descriptor from `first` to `last`, both included; `flags` is 0. */
int close_range(unsigned int first, unsigned int last, int flags);

/* Finds `needle` in `haystack`; null when it is not there. */
void *memmem(const void *haystack, size_t haystack_length, const void *needle,
             size_t needle_length);

/* Names a thread for ps and top: at most 15 bytes and a NUL. */
int pthread_setname_np(pthread_t thread, const char *name);

/* In the child: closes every descriptor from `from` on. */
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

/* In the child: changes the working directory. */
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);

/* --- variadic functions and macros -------------------------------------------------------- */

/* Asks the kernel to send `signal` to this process when the thread that created it ends
 * (PR_SET_PDEATHSIG). 0, or -1 with errno. A parent that ended before the call is not noticed:
 * compare getppid() afterwards. */
static inline int platform_die_with_parent(int signal) {
  return prctl(PR_SET_PDEATHSIG, (unsigned long)signal, 0UL, 0UL, 0UL);
}

/* Forbids or allows core dumps, and reading this process's memory through /proc and ptrace
 * (PR_SET_DUMPABLE). 0, or -1 with errno. */
static inline int platform_set_dumpable(int dumpable) {
  return prctl(PR_SET_DUMPABLE, (unsigned long)dumpable, 0UL, 0UL, 0UL);
}

/* The exit code in a status from waitpid(2), or -1 when the process did not exit by itself. */
static inline int platform_exit_code(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* The signal that ended the process with this status from waitpid(2), or 0 when none did. */
static inline int platform_termination_signal(int status) {
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

/* --- more than one call ------------------------------------------------------------------- */

/* Takes the pages of the loaded program files that were only read out of this process's memory;
 * they stay in the page cache, and what is used again is mapped again without reading a file. The
 * kernel does the same under pressure, at any moment, so it is safe at any moment. Right after much
 * code ran that will not run again, such as that of the dynamic linker over 30 libraries. */
void platform_unmap_file_pages(void);

/* mallopt(3), M_ARENA_MAX: at most so many heaps, which threads share. Where each has its own, as
 * the GNU C library begins, each keeps what its largest work took. Before threads are started.
 * 1 on success. */
int platform_limit_malloc_arenas(int count);

#endif
