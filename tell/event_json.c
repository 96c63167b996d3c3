/* The event log into a file: the library's lines (extsta/log.h) among those of the program
 * (json_out.h), in one buffer. */
#include "event_json.h"

static void put(void *user, const char *text, size_t len)
{
    json_raw(user, text, len);
}

static void write_entry(struct json_out *j, enum extsta_log_level level,
                        const struct extsta_log_entry *entry)
{
    const struct extsta_log_sink sink = {put, j};
    extsta_log_write(&sink, level, entry);
}

void event_json_head(struct json_out *j, bool machine_clock)
{
    const struct extsta_log_entry entry = {.kind = EXTSTA_LOG_HEAD,
                                           .machine_clock = machine_clock};
    write_entry(j, EXTSTA_LOG_WHOLE, &entry);
}

void event_json_station(struct json_out *j, enum extsta_log_level level, extsta_time t,
                        const char *name, struct extsta_mac address, size_t phys)
{
    const struct extsta_log_entry entry = {.kind = EXTSTA_LOG_STATION,
                                           .time = t,
                                           .name = name,
                                           .address = address,
                                           .phys = (uint32_t)phys};
    write_entry(j, level, &entry);
}

void event_json_ap(struct json_out *j, enum extsta_log_level level, extsta_time t,
                   const char *name, struct extsta_mac address)
{
    const struct extsta_log_entry entry = {
        .kind = EXTSTA_LOG_AP, .time = t, .name = name, .address = address};
    write_entry(j, level, &entry);
}

void event_json(struct json_out *j, enum extsta_log_level level, extsta_time t,
                const char *station, const struct extsta_output *out)
{
    const struct extsta_log_entry entry = {
        .kind = EXTSTA_LOG_OUTPUT, .time = t, .name = station, .output = out};
    write_entry(j, level, &entry);
}

void event_json_ssid(struct json_out *j, const char *name, struct extsta_span ssid)
{
    json_open(j, name);
    json_octets(j, "text", ssid);
    json_hex(j, "hex", ssid);
    json_close(j);
}
