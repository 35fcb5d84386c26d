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
