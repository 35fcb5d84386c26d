// The few Linux calls and constants that the Glibc overlay does not bring into Swift (variadics and macros).
#pragma once
#include <fcntl.h>
#include <linux/prctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "clinux_process.h"
#include "clinux_seccomp.h"

static inline int lz_prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d) {
    return prctl(option, a, b, c, d);
}

// O_PATH, which fcntl.h shows only to GNU sources.
static inline int lz_open_path_flag(void) { return __O_PATH; }

// Open-file-description locks over a whole file (F_OFD_SETLK, F_OFD_GETLK), which fcntl.h shows only to GNU sources.
// Taking: 0, or -1 and errno EAGAIN where another description has it.
static inline int lz_lock_exclusively(int descriptor) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(descriptor, 37, &lock);
}
// Looking, without taking anything: 1 where another description has it, 0 where none has, -1 and errno.
static inline int lz_is_locked(int descriptor) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(descriptor, 36, &lock) == -1 ? -1 : lock.l_type != F_UNLCK;
}

// renameat2 with RENAME_NOREPLACE (1): -1 and errno EEXIST where `to` is taken, EINVAL where the file system cannot.
static inline int lz_rename_exclusively(int from_directory, const char *from, int to_directory, const char *to) {
    return (int)syscall(SYS_renameat2, from_directory, from, to_directory, to, 1U);
}

// syncfs: everything written to the descriptor's file system so far is durable when it returns 0.
static inline int lz_sync_file_system(int descriptor) { return (int)syscall(SYS_syncfs, descriptor); }
