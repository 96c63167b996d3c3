/* The referees of a fleet: one for each member, which gets what that puts out (fleet.c) and
 * what is on the air for it. Findings go to the listener. */
#include "fleet_private.h"
#include "judged.h"
#include "providers.h"
#include <stdlib.h>
#include <string.h>

static void tell(struct fleet *f, uint32_t number)
{
    struct extsta_finding finding;
    while (extsta_referee_next(f->referees[number], &finding)) {
        if (f->config.listener.finding) {
            f->config.listener.finding(f->config.listener.user, number, &finding);
        }
    }
}

/* The member that a frame is for, by its address (fleet_address); those that have not come, or
 * are of another fleet: at least `come`. */
static uint32_t member_of(const struct fleet *f, const uint8_t *ra)
{
    struct extsta_mac first = fleet_address(0);
    uint32_t number = (uint32_t)ra[3] << 16 | (uint32_t)ra[4] << 8 | ra[5];
    bool ours = memcmp(first.b, ra, 3) == 0 && number >= f->config.first;
    return ours ? number - f->config.first : UINT32_MAX;
}

static void on_frame(void *user, const struct air_sniffed *frame)
{
    struct fleet *f = user;
    if (!judged_frame(frame->bytes)) {
        return;
    }
    const uint8_t *ra = frame->bytes.data + 4;
    if (ra[0] & 1) {
        for (uint32_t i = 0; i < f->come; i++) {
            extsta_referee_frame(f->referees[i], frame->time, frame->bytes);
        }
        return;
    }
    uint32_t number = member_of(f, ra);
    if (number < f->come) {
        extsta_referee_frame(f->referees[number], frame->time, frame->bytes);
    }
}

bool fleet_judge_start(struct fleet *f)
{
    struct air_sniffer_config config = {.frame = on_frame, .user = f, .hears_all = true};
    f->referees = host_calloc(f->config.count, sizeof(struct extsta_referee *));
    f->ear = f->referees ? air_sniffer_new(f->config.air, &config) : NULL;
    return f->ear != NULL;
}

bool fleet_judge_new(struct fleet *f, uint32_t number, struct extsta_mac address)
{
    struct extsta_referee_config config = {.address = address,
                                           .phy_count = f->config.caps->phy_count};
    f->referees[number] =
        extsta_referee_new(f->config.judges ? f->config.judges : f->config.ctx, &config);
    if (f->referees[number]) {
        extsta_referee_hears(f->referees[number], !f->distorted);
    }
    return f->referees[number] != NULL;
}

void fleet_judge_output(struct fleet *f, uint32_t number, extsta_time now,
                        const struct extsta_output *out)
{
    extsta_referee_output(f->referees[number], now, out);
    tell(f, number);
}

const struct extsta_referee *fleet_referee(const struct fleet *f, uint32_t station)
{
    return f->referees && station < f->come ? f->referees[station] : NULL;
}

void fleet_judge_hears(struct fleet *f, bool all)
{
    f->distorted = !all;
    for (uint32_t i = 0; f->referees && i < f->come; i++) {
        extsta_referee_hears(f->referees[i], all);
    }
}

void fleet_judge_end(struct fleet *f)
{
    for (uint32_t i = 0; f->referees && i < f->come; i++) {
        extsta_referee_time(f->referees[i], air_now(f->config.air));
        tell(f, i);
    }
}

void fleet_judge_free(struct fleet *f)
{
    air_sniffer_free(f->ear);
    for (uint32_t i = 0; f->referees && i < f->config.count; i++) {
        extsta_referee_free(f->referees[i]);
    }
    free(f->referees);
}
