/* Faults of drivers told (driver_text.h); the sentences are the library's. */
#include "driver_text.h"

void driver_fault_page(struct page *page, const char *station,
                       const struct extsta_driver_fault *fault)
{
    char text[300];
    extsta_driver_fault_text(fault, text, sizeof text);
    page_painted(page, PAGE_RED, "driver of ");
    page_put(page, station);
    page_put(page, ": ");
    page_put(page, text);
    page_printf(page, " (%.3f s)", (double)fault->time / 1e6);
    page_newline(page);
}

void driver_fault_json(struct json_out *j, const char *station,
                       const struct extsta_driver_fault *fault)
{
    char text[300];
    extsta_driver_fault_text(fault, text, sizeof text);
    json_begin(j);
    json_seconds(j, "time", fault->time);
    json_text(j, "sta", station);
    json_text(j, "line", "driver-fault");
    json_text(j, "fault", extsta_driver_fault_name(fault->kind));
    if (fault->code) {
        const char *name = extsta_oid_name(fault->code);
        name = name ? name : extsta_indication_name(fault->code);
        json_number(j, "code", fault->code);
        if (name) {
            json_text(j, "name", name);
        }
    }
    if (fault->came || fault->most) {
        json_number(j, "came", fault->came);
        json_number(j, "most", fault->most);
    }
    json_text(j, "text", text);
    json_line_end(j);
}
