#include "CBuildInfo.h"

#ifndef LAZARET_COMMIT
#define LAZARET_COMMIT "unknown"
#endif

const char *lz_build_commit(void) { return LAZARET_COMMIT; }
