/* A wall clock that jumps: to be preloaded into the processes of a server. The clock that time is
   measured by, CLOCK_MONOTONIC, goes on as it is, as it does when an administrator sets the time. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include <dlfcn.h>

/* How many seconds the wall clock is ahead: eight bytes of a file that all processes share. */
static const volatile int64_t *ahead;
static int (*true_clock)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("BRIM_CHAOS_CLOCK");
  int fd = file ? open(file, O_RDONLY | O_CLOEXEC) : -1;
  true_clock = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  if (fd >= 0) {
    void *memory = mmap(NULL, sizeof *ahead, PROT_READ, MAP_SHARED, fd, 0);
    if (memory != MAP_FAILED) ahead = memory;
    close(fd);
  }
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  if (!true_clock) begin();
  int result = true_clock(clock, now);
  if (result == 0 && ahead && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
    now->tv_sec += *ahead;
  return result;
}

int gettimeofday(struct timeval *now, void *zone) {
  struct timespec time;
  (void)zone;
  if (clock_gettime(CLOCK_REALTIME, &time) != 0) return -1;
  now->tv_sec = time.tv_sec;
  now->tv_usec = time.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *now) {
  struct timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  if (now) *now = time.tv_sec;
  return time.tv_sec;
}
