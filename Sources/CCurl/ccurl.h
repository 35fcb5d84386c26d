// The one door to libcurl: its header and the typed forms of the variadic calls that Swift cannot make.
#pragma once
#include <curl/curl.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

// libcurl's memory: what it frees is wiped first. It copies request bodies, headers and replies into buffers of its own.
static inline void lz_wiping_free(void *block) {
    if (!block) return;
    explicit_bzero(block, malloc_usable_size(block));
    free(block);
}
static inline void *lz_wiping_realloc(void *block, size_t size) {
    if (!block) return malloc(size);
    size_t old = malloc_usable_size(block);
    if (size <= old) return block;
    void *larger = malloc(size);
    if (!larger) return NULL;
    memcpy(larger, block, old);
    lz_wiping_free(block);
    return larger;
}
static inline CURLcode lz_global_init(void) {
    return curl_global_init_mem(
        CURL_GLOBAL_DEFAULT, malloc, lz_wiping_free, lz_wiping_realloc, strdup, calloc);
}

static inline CURLcode lz_easy_setopt_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode lz_easy_setopt_off(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode lz_easy_setopt_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode lz_easy_setopt_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}
// CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION.
static inline CURLcode lz_easy_setopt_write(CURL *easy, CURLoption option, curl_write_callback value) {
    return curl_easy_setopt(easy, option, value);
}
// CURLOPT_PREREQFUNCTION.
static inline CURLcode lz_easy_setopt_prereq(CURL *easy, CURLoption option, curl_prereq_callback value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode lz_easy_getinfo_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}
static inline CURLcode lz_easy_getinfo_certificates(CURL *easy, struct curl_certinfo **value) {
    return curl_easy_getinfo(easy, CURLINFO_CERTINFO, value);
}
static inline CURLcode lz_easy_getinfo_private(CURL *easy, char **value) {
    return curl_easy_getinfo(easy, CURLINFO_PRIVATE, value);
}
static inline CURLcode lz_easy_getinfo_string(CURL *easy, CURLINFO info, const char **value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLMcode lz_multi_setopt_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

static inline const curl_version_info_data *lz_version_info(void) {
    return curl_version_info(CURLVERSION_NOW);
}

// Macros with casts, which Swift does not import.
static const long lz_auth_basic = (long)CURLAUTH_BASIC;
static const long lz_auth_tunnel = (long)(CURLAUTH_BASIC | CURLAUTH_DIGEST | CURLAUTH_NTLM);

// A file in memory, for libcurl to read certificates from: closed on exec. -1 and errno where there is none to be had.
static inline int lz_memory_file(const char *name) {
    // Where the kernel knows MFD_NOEXEC_SEAL it may demand it (vm.memfd_noexec=2).
    int file = (int)syscall(SYS_memfd_create, name, 1u /* MFD_CLOEXEC */ | 8u /* MFD_NOEXEC_SEAL */);
    return file >= 0 ? file : (int)syscall(SYS_memfd_create, name, 1u);
}
