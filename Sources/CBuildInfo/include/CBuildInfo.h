// What this binary was built from; the values come from Package.swift.
#pragma once
const char *lz_build_commit(void);
