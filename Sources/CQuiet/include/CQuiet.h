// What makes a process that has nothing to do sleep, and small. dispatch.c and descriptors.c have nothing to call.
#pragma once

// Gives back what only the start of the process needed: free heap, and the pages of code that were mapped to run it. They stay
// in the page cache; what is used again is mapped again. Where the kernel refuses, everything stays as it was.
void lz_give_back_what_start_needed(void);

// To be called before there are threads: glibc would give each its own arena, and what one has freed no other uses. With fixed
// thresholds, large blocks and a free end of the heap go back to the system.
void lz_keep_heap_together(void);
