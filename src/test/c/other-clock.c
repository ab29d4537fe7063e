/*
 * A machine whose clock is wrong: preloaded into a process, it adds OTHER_CLOCK seconds to the time of day, and leaves the
 * clocks that only count alone.
 *
 *   cc -shared -fPIC -O1 -o other-clock.so other-clock.c -ldl
 *   OTHER_CLOCK=-5 LD_PRELOAD=./other-clock.so java …
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

typedef int gettime(clockid_t, struct timespec *);

int clock_gettime(clockid_t clock, struct timespec *now) {
    static gettime *real;
    if (real == NULL) {
        real = (gettime *)dlsym(RTLD_NEXT, "clock_gettime");
    }
    int failed = real(clock, now);
    const char *by = getenv("OTHER_CLOCK");
    if (!failed && by != NULL && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        now->tv_sec += atoi(by);
    }
    return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec precise;
    (void)zone;
    int failed = clock_gettime(CLOCK_REALTIME, &precise);
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return failed;
}
