// A careless parent may start a program with standard input, output or error closed. The next file, socket or counter that the
// process opens would then have that number, and be written to by whatever prints. The null device stands in for them, opened for
// reading: reading finds the end, and writing fails as to a closed descriptor.
//
// Before main, because Swift's executors open descriptors of their own before the first line of an asynchronous one.
#include <fcntl.h>
#include <unistd.h>

__attribute__((constructor)) static void fill_standard_descriptors(void) {
    for (int number = STDIN_FILENO; number <= STDERR_FILENO; number++) {
        // The lowest free number is this one.
        if (fcntl(number, F_GETFD) == -1 && open("/dev/null", O_RDONLY) != number) return;
    }
}
