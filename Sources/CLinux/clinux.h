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

// renameat2 with RENAME_NOREPLACE (1): -1 and errno EEXIST where `to` is taken, EINVAL where the file system cannot.
static inline int lz_rename_exclusively(int from_directory, const char *from, int to_directory, const char *to) {
    return (int)syscall(SYS_renameat2, from_directory, from, to_directory, to, 1U);
}

// syncfs: everything written to the descriptor's file system so far is durable when it returns 0.
static inline int lz_sync_file_system(int descriptor) { return (int)syscall(SYS_syncfs, descriptor); }
