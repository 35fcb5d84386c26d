// libdispatch on Linux wakes once a second for as long as the process lives, to see whether the threads of its global pools are
// blocked and others are needed (workqueue.c, _dispatch_workq_monitor_pools). It has no switch for that. A daemon that blocks no
// thread of those pools (blocking calls have queues of their own here) needs that look seldom; every second, it is sixty
// wake-ups a minute of a process that has nothing to do.
//
// The linker (--wrap, Package.swift) leads libdispatch's own call here where it is linked in, which is how releases are built.
// Every other timer passes through. In a build with the shared libdispatch nothing changes.
#include <stdint.h>

enum { second = 1000000000 };
static const uint64_t every_five_minutes = 300ull * second;

// dispatch/time.h and dispatch/source.h, as far as they are needed: the headers want Clang's blocks.
extern uint64_t dispatch_time(uint64_t when, int64_t delta);
// Weak: programs that are linked without --wrap (tests, benchmarks) have no such symbol, and never come here.
extern void __real_dispatch_source_set_timer(void *source, uint64_t start, uint64_t interval, uint64_t leeway)
    __attribute__((weak));

void __wrap_dispatch_source_set_timer(void *source, uint64_t start, uint64_t interval, uint64_t leeway) {
    static int is_found;
    // The monitor's is set when the first thread starts: from now on, every second, no leeway. It is looked for once.
    if (interval == second && leeway == 0 && start <= dispatch_time(0, 0)
        && !__atomic_exchange_n(&is_found, 1, __ATOMIC_RELAXED)) {
        interval = every_five_minutes;
        leeway = every_five_minutes / 2;
    }
    __real_dispatch_source_set_timer(source, start, interval, leeway);
}
