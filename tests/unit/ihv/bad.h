/* What the bad extension exports beside the interface. */
#ifndef TESTS_UNIT_IHV_BAD_H
#define TESTS_UNIT_IHV_BAD_H

/* Ends the threads that have outlived it, and waits for them. */
typedef void bad_rest_fn(void);
/* How often init-service was called, less how often deinit-service. */
typedef int bad_services_fn(void);

#endif
