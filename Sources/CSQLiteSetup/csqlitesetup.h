// The one call of SQLite's that Swift cannot make: sqlite3_config has variable arguments.
#pragma once

extern int sqlite3_config(int option, ...);

// SQLITE_CONFIG_MEMSTATUS (9) off: no count of the memory in use, and so no process-wide lock at each allocation. Before SQLite's
// first use, or it answers SQLITE_MISUSE (21) and nothing changes.
static inline int lz_sqlite_count_no_memory(void) { return sqlite3_config(9, 0); }
