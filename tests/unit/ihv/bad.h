/* What the bad extension exports beside the interface. */
#ifndef TESTS_UNIT_IHV_BAD_H
#define TESTS_UNIT_IHV_BAD_H

/* Ends the threads that have outlived it, and waits for them. */
typedef void bad_rest_fn(void);

#endif
