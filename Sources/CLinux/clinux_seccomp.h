// System-call filters: the structures and numbers of which Swift sees only what is no macro of a macro.
#pragma once
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/syscall.h>

// What this processor's kernel calls itself in seccomp_data.arch; 0 where no filter has been written for it.
#if defined(__x86_64__)
static const unsigned int lz_audit_arch = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
static const unsigned int lz_audit_arch = AUDIT_ARCH_AARCH64;
#else
static const unsigned int lz_audit_arch = 0;
#endif

static const unsigned int lz_seccomp_ret_kill_process = SECCOMP_RET_KILL_PROCESS;
static const unsigned int lz_seccomp_ret_errno = SECCOMP_RET_ERRNO;
static const unsigned int lz_seccomp_ret_allow = SECCOMP_RET_ALLOW;
