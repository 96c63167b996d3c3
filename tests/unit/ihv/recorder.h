/* What the recording extension exports beside the interface. */
#ifndef TESTS_UNIT_IHV_RECORDER_H
#define TESTS_UNIT_IHV_RECORDER_H

/* Its calls so far, one line each: "init-adapter 1", where the number is that of the
 * extension's own handle. Valid until it is unloaded. */
typedef const char *recorder_log_fn(void);
/* The OS's handle of an adapter by the extension's number. */
typedef void *recorder_service_fn(int number);

#endif
