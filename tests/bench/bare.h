/* The bare work of WPA2-PSK connects, both sides, with nothing around it: the limit that
 * bench-connect measures its distance to. */
#ifndef TESTS_BENCH_BARE_H
#define TESTS_BENCH_BARE_H

#include <stddef.h>

/* So many stations, each with the same network's PMK: Open System authentication, association,
 * the four messages. Every frame is built by one side and read by the other, every nonce is
 * new, every key derived and every MIC made and verified by both, the group key wrapped and
 * unwrapped, the temporal key expanded at both ends. Returns a number that depends on all keys;
 * ends the program when the two sides do not agree, or a MIC or a key is not what OpenSSL's EVP
 * says. */
unsigned long bare_connects(size_t stations);
/* Octets that both sides keep of a station. */
size_t bare_memory(void);

#endif
