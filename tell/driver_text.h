/* Faults of a driver that is not ours (extsta/driver.h), for people and as JSON. */
#ifndef TELL_DRIVER_TEXT_H
#define TELL_DRIVER_TEXT_H

#include "json_out.h"
#include "page.h"
#include <extsta/driver.h>

/* A line of a story: "driver of alice: wrote behind the buffer of ... (0.014 s)". */
void driver_fault_page(struct page *page, const char *station,
                       const struct extsta_driver_fault *fault);
/* {"time":...,"sta":...,"line":"driver-fault",...} */
void driver_fault_json(struct json_out *j, const char *station,
                       const struct extsta_driver_fault *fault);

#endif
