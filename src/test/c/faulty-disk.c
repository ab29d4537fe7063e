/*
 * A disk that fails: preloaded into a Java process, it lets one call that would change a file (or read one), or all from
 * one on, fail as the kernel's would. Which, and under which folder, a mapped file says that the test writes.
 *
 *   cc -shared -fPIC -O1 -o faulty-disk.so faulty-disk.c -ldl
 *   FAULTY_DISK=control LD_PRELOAD=./faulty-disk.so java …
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CHANGES = 1, READS = 2 };

/* The test knows these offsets: six numbers, then two texts. */
struct control {
    atomic_int kinds;    /* which calls count; 0: none, and nothing fails */
    atomic_int calls;    /* how many there were */
    int32_t at;          /* which of them fails, from 1; 0: none */
    int32_t error;       /* with what */
    int32_t for_good;    /* whether all after it fail too */
    atomic_int failed;   /* how many did */
    char under[1024];    /* the folder whose files fail */
    char first[1024];    /* the first that failed: call and file */
};

static struct control *control;

__attribute__((constructor)) static void map_control(void) {
    const char *name = getenv("FAULTY_DISK");
    if (name == NULL) {
        return;
    }
    int fd = open(name, O_RDWR | O_CLOEXEC);
    if (fd < 0) {
        return;
    }
    void *there = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    control = there == MAP_FAILED ? NULL : there;
    close(fd);
}

static int fails(int kind, const char *call, const char *path) {
    struct control *c = control;
    if (c == NULL || path == NULL || (atomic_load(&c->kinds) & kind) == 0) {
        return 0;
    }
    size_t length = strnlen(c->under, sizeof(c->under));
    if (length == 0 || strncmp(path, c->under, length) != 0) {
        return 0;
    }
    int n = atomic_fetch_add(&c->calls, 1) + 1;
    if (c->at == 0 || n < c->at || (n > c->at && !c->for_good)) {
        return 0;
    }
    if (atomic_fetch_add(&c->failed, 1) == 0) {
        snprintf(c->first, sizeof(c->first), "%s %s", call, path);
    }
    errno = c->error;
    return 1;
}

static int fails_fd(int kind, const char *call, int fd) {
    if (control == NULL || (atomic_load(&control->kinds) & kind) == 0) {
        return 0;
    }
    char name[64];
    char path[PATH_MAX];
    int before = errno;
    snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
    ssize_t length = readlink(name, path, sizeof(path) - 1);
    errno = before;
    if (length <= 0) {
        return 0;
    }
    path[length] = 0;
    return fails(kind, call, path);
}

static int opening(int flags) {
    return (flags & (O_WRONLY | O_RDWR | O_CREAT)) != 0 ? CHANGES : READS;
}

static mode_t mode_of(int flags, va_list arguments) {
    return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(arguments, mode_t) : 0;
}

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name) {
    return dlsym(RTLD_NEXT, name);
}

#define OPENS(name)                                    \
    int name(const char *path, int flags, ...) {       \
        va_list arguments;                             \
        va_start(arguments, flags);                    \
        mode_t mode = mode_of(flags, arguments);       \
        va_end(arguments);                             \
        if (fails(opening(flags), "open", path)) {     \
            return -1;                                 \
        }                                              \
        return REAL(name)(path, flags, mode);          \
    }
OPENS(open)
OPENS(open64)

#define ON_FILE(kind, type, name, parameters, arguments)   \
    type name parameters {                                 \
        if (fails_fd(kind, #name, fd)) {                   \
            return -1;                                     \
        }                                                  \
        return REAL(name) arguments;                       \
    }
ON_FILE(CHANGES, ssize_t, write, (int fd, const void *bytes, size_t n), (fd, bytes, n))
ON_FILE(CHANGES, ssize_t, pwrite, (int fd, const void *bytes, size_t n, off_t at), (fd, bytes, n, at))
ON_FILE(CHANGES, ssize_t, pwrite64, (int fd, const void *bytes, size_t n, off64_t at), (fd, bytes, n, at))
ON_FILE(CHANGES, ssize_t, writev, (int fd, const struct iovec *parts, int n), (fd, parts, n))
ON_FILE(CHANGES, int, fsync, (int fd), (fd))
ON_FILE(CHANGES, int, fdatasync, (int fd), (fd))
ON_FILE(CHANGES, int, ftruncate, (int fd, off_t length), (fd, length))
ON_FILE(CHANGES, int, ftruncate64, (int fd, off64_t length), (fd, length))
ON_FILE(CHANGES, int, fchmod, (int fd, mode_t mode), (fd, mode))
ON_FILE(READS, ssize_t, read, (int fd, void *bytes, size_t n), (fd, bytes, n))
ON_FILE(READS, ssize_t, pread, (int fd, void *bytes, size_t n, off_t at), (fd, bytes, n, at))
ON_FILE(READS, ssize_t, pread64, (int fd, void *bytes, size_t n, off64_t at), (fd, bytes, n, at))

/* These answer with the error itself. */
int posix_fallocate(int fd, off_t at, off_t length) {
    return fails_fd(CHANGES, "posix_fallocate", fd) ? errno : REAL(posix_fallocate)(fd, at, length);
}

int posix_fallocate64(int fd, off64_t at, off64_t length) {
    return fails_fd(CHANGES, "posix_fallocate64", fd) ? errno : REAL(posix_fallocate64)(fd, at, length);
}

#define ON_NAME(name, path, parameters, arguments) \
    int name parameters {                          \
        if (fails(CHANGES, #name, path)) {         \
            return -1;                             \
        }                                          \
        return REAL(name) arguments;               \
    }
ON_NAME(rename, to, (const char *from, const char *to), (from, to))
ON_NAME(link, to, (const char *from, const char *to), (from, to))
ON_NAME(linkat, to, (int fd, const char *from, int fd2, const char *to, int flags), (fd, from, fd2, to, flags))
ON_NAME(symlink, to, (const char *from, const char *to), (from, to))
ON_NAME(unlink, path, (const char *path), (path))
ON_NAME(rmdir, path, (const char *path), (path))
ON_NAME(mkdir, path, (const char *path, mode_t mode), (path, mode))
ON_NAME(chmod, path, (const char *path, mode_t mode), (path, mode))
