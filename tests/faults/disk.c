/* A disk that fails, or a machine that dies, at the n-th call that changes something below one folder.
   Loaded into a process with LD_PRELOAD; armed from Python through ctypes. Sees what every library of the process does,
   SQLite, Arrow and Rust included. Counted: open for writing, write, fsync, ftruncate, rename, link, mkdir. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define HANDLES 4096
static atomic_long calls;
static long first;
static int error, lasting, armed;
static char folder[4096];
static char ours[HANDLES];

/* problem: the errno of the failing call, or 0 to die there; stays: all later calls fail as well (a full disk) */
void disk_arm(const char *below, long at, int problem, int stays) {
    strncpy(folder, below, sizeof folder - 1);
    first = at; error = problem; lasting = stays; atomic_store(&calls, 0); armed = 1;
}
long disk_calls(void) { return atomic_load(&calls); }
void disk_heal(void) { armed = 0; }

static int struck(void) {
    long now = atomic_fetch_add(&calls, 1) + 1;
    if (!first || now < first || (now > first && !lasting)) return 0;
    if (!error) { kill(getpid(), SIGKILL); pause(); }
    errno = error;
    return 1;
}
static int below(const char *path) {
    return armed && path && (path[0] != '/' || strncmp(path, folder, strlen(folder)) == 0);
}
static int held(int handle) { return armed && handle >= 0 && handle < HANDLES && ours[handle]; }

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define OPENED(handle, inside) do { if (handle >= 0 && handle < HANDLES) ours[handle] = (char)(inside); } while (0)
#define MODE(flags) mode_t mode = 0; if ((flags) & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); \
    mode = va_arg(more, mode_t); va_end(more); }

#define OPEN(name) int name(const char *path, int flags, ...) { REAL(name); MODE(flags) \
    int inside = (flags & (O_WRONLY | O_RDWR)) && below(path); if (inside && struck()) return -1; \
    int handle = real(path, flags, mode); OPENED(handle, inside); return handle; }
OPEN(open)
OPEN(open64)
#define OPENAT(name) int name(int at, const char *path, int flags, ...) { REAL(name); MODE(flags) \
    int inside = (flags & (O_WRONLY | O_RDWR)) && below(path); if (inside && struck()) return -1; \
    int handle = real(at, path, flags, mode); OPENED(handle, inside); return handle; }
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int h, const void *data, size_t n) { REAL(write); return held(h) && struck() ? -1 : real(h, data, n); }
ssize_t pwrite(int h, const void *data, size_t n, off_t o) { REAL(pwrite); return held(h) && struck() ? -1 : real(h, data, n, o); }
ssize_t pwrite64(int h, const void *data, size_t n, off64_t o) { REAL(pwrite64); return held(h) && struck() ? -1 : real(h, data, n, o); }
ssize_t writev(int h, const struct iovec *v, int n) { REAL(writev); return held(h) && struck() ? -1 : real(h, v, n); }
int fsync(int h) { REAL(fsync); return armed && held(h) && struck() ? -1 : real(h); }
int fdatasync(int h) { REAL(fdatasync); return held(h) && struck() ? -1 : real(h); }
int ftruncate(int h, off_t n) { REAL(ftruncate); return held(h) && struck() ? -1 : real(h, n); }
int ftruncate64(int h, off64_t n) { REAL(ftruncate64); return held(h) && struck() ? -1 : real(h, n); }
int rename(const char *a, const char *b) { REAL(rename); return below(b) && struck() ? -1 : real(a, b); }
int renameat(int x, const char *a, int y, const char *b) { REAL(renameat); return below(b) && struck() ? -1 : real(x, a, y, b); }
int renameat2(int x, const char *a, int y, const char *b, unsigned f) { REAL(renameat2); return below(b) && struck() ? -1 : real(x, a, y, b, f); }
int link(const char *a, const char *b) { REAL(link); return below(b) && struck() ? -1 : real(a, b); }
int linkat(int x, const char *a, int y, const char *b, int f) { REAL(linkat); return below(b) && struck() ? -1 : real(x, a, y, b, f); }
int mkdir(const char *a, mode_t m) { REAL(mkdir); return below(a) && struck() ? -1 : real(a, m); }
int mkdirat(int x, const char *a, mode_t m) { REAL(mkdirat); return below(a) && struck() ? -1 : real(x, a, m); }
