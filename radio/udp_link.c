/* See udp_link.h. Numbers count from 1 and do not come round: 2^32 datagrams are years of
 * frames, and a link that has used them all takes no more. */
#include "udp_link.h"
#include <stdlib.h>
#include <string.h>

struct udp_item {
    struct udp_item *next;
    uint32_t number;
    size_t len;
    uint8_t bytes[];
};

static struct udp_item *item_new(uint32_t number, struct extsta_span bytes)
{
    struct udp_item *i = malloc(sizeof *i + bytes.len);
    if (i) {
        *i = (struct udp_item){.number = number, .len = bytes.len};
        memcpy(i->bytes, bytes.data, bytes.len);
    }
    return i;
}

static void free_all(struct udp_item *list)
{
    while (list) {
        struct udp_item *i = list;
        list = i->next;
        free(i);
    }
}

void udp_link_start(struct udp_link *l, uint32_t session, extsta_time now, extsta_time alive,
                    extsta_time silence)
{
    *l = (struct udp_link){.session = session,
                           .alive = alive,
                           .silence = silence,
                           .next = 1,
                           .expected = 1,
                           .again = EXTSTA_NEVER,
                           .again_after = UDP_AGAIN,
                           .heard = now,
                           .said = now};
    l->last = &l->first;
    l->last_ready = &l->ready;
}

void udp_link_end(struct udp_link *l)
{
    free_all(l->first);
    free_all(l->early);
    free_all(l->ready);
    free(l->given);
    *l = (struct udp_link){.last = NULL};
}

/* --- to the other end --- */

bool udp_link_send(struct udp_link *l, const struct udp_message *message)
{
    uint8_t bytes[UDP_DATAGRAM_MAX];
    struct udp_message m = *message;
    m.session = l->session;
    m.number = l->next;
    m.acknowledged = l->expected - 1;
    size_t n = l->queued < UDP_QUEUE && l->next != UINT32_MAX
                   ? udp_message_write(&m, bytes, sizeof bytes)
                   : 0;
    struct udp_item *i = n ? item_new(l->next, (struct extsta_span){bytes, n}) : NULL;
    if (!i) {
        return false;
    }
    *l->last = i;
    l->last = &i->next;
    l->unsent = l->unsent ? l->unsent : i;
    l->queued++;
    l->next++;
    return true;
}

/* Acknowledges all that has come, too. */
static struct extsta_span goes(struct udp_link *l, extsta_time now, struct udp_item *i)
{
    udp_message_acknowledge(i->bytes, l->expected - 1);
    l->owes = false;
    l->said = now;
    return (struct extsta_span){i->bytes, i->len};
}

struct extsta_span udp_link_output(struct udp_link *l, extsta_time now)
{
    struct udp_item *i = l->unsent;
    if (l->again <= now) { /* the first has been under way too long */
        l->again_after = l->again_after < UDP_AGAIN_MOST ? 2 * l->again_after : UDP_AGAIN_MOST;
        l->again = now + l->again_after;
        l->repeated++;
        return goes(l, now, l->first);
    }
    if (!i || l->under_way >= UDP_WINDOW) {
        return (struct extsta_span){NULL, 0};
    }
    l->unsent = i->next;
    l->under_way++;
    if (l->again == EXTSTA_NEVER) {
        l->again = now + l->again_after;
    }
    return goes(l, now, i);
}

/* Up to this number all have arrived there. One that was never sent cannot have. */
static void acknowledged(struct udp_link *l, extsta_time now, uint32_t number)
{
    bool any = false;
    while (l->first && l->first != l->unsent && l->first->number <= number) {
        struct udp_item *i = l->first;
        l->first = i->next;
        l->queued--;
        l->under_way--;
        free(i);
        any = true;
    }
    if (!l->first) {
        l->last = &l->first;
    }
    if (any) {
        l->again_after = UDP_AGAIN;
        l->again = l->under_way ? now + l->again_after : EXTSTA_NEVER;
    }
}

void udp_link_stamp(struct udp_link *l, extsta_time now, struct udp_message *message)
{
    message->session = l->session;
    message->number = 0;
    message->acknowledged = l->expected - 1;
    l->owes = false;
    l->said = now;
}

/* --- from it --- */

/* Those that were early and whose turn has come. */
static void take_early(struct udp_link *l)
{
    while (l->early && l->early->number == l->expected) {
        struct udp_item *i = l->early;
        l->early = i->next;
        i->next = NULL;
        *l->last_ready = i;
        l->last_ready = &i->next;
        l->expected++;
    }
}

/* In order of their numbers; a number comes once. */
static enum udp_drop keep(struct udp_link *l, uint32_t number, struct extsta_span datagram)
{
    struct udp_item **p = &l->early;
    while (*p && (*p)->number < number) {
        p = &(*p)->next;
    }
    if (*p && (*p)->number == number) {
        return UDP_DROP_REPEATED;
    }
    struct udp_item *i = item_new(number, datagram);
    if (!i) {
        return UDP_DROP_FULL;
    }
    i->next = *p;
    *p = i;
    return UDP_TAKEN;
}

enum udp_drop udp_link_input(struct udp_link *l, extsta_time now, struct extsta_span datagram,
                             const struct udp_message *m)
{
    l->heard = now;
    acknowledged(l, now, m->acknowledged);
    if (!udp_is_numbered(m->type)) {
        return UDP_TAKEN;
    }
    if (!l->owes) {
        l->owes = true;
        l->owes_until = now + UDP_ACK_WITHIN;
    }
    if (m->number < l->expected) {
        l->owes_until = now; /* its acknowledgement was lost */
        return UDP_DROP_REPEATED;
    }
    if (m->number - l->expected >= UDP_WINDOW) {
        return UDP_DROP_NUMBER;
    }
    enum udp_drop drop = keep(l, m->number, datagram);
    take_early(l);
    return drop;
}

bool udp_link_next(struct udp_link *l, struct udp_message *message)
{
    free(l->given);
    l->given = l->ready;
    if (!l->given) {
        return false;
    }
    l->ready = l->given->next;
    if (!l->ready) {
        l->last_ready = &l->ready;
    }
    (void)udp_message_read((struct extsta_span){l->given->bytes, l->given->len}, message);
    return true;
}

/* --- time --- */

bool udp_link_owes_alive(const struct udp_link *l, extsta_time now)
{
    return (l->owes && l->owes_until <= now) || l->said + l->alive <= now;
}

bool udp_link_is_dead(const struct udp_link *l, extsta_time now)
{
    return l->heard + l->silence <= now;
}

bool udp_link_is_busy(const struct udp_link *l)
{
    return l->first || l->owes;
}

extsta_time udp_link_deadline(const struct udp_link *l)
{
    extsta_time due = l->said + l->alive, dead = l->heard + l->silence;
    due = l->owes && l->owes_until < due ? l->owes_until : due;
    due = l->again < due ? l->again : due;
    due = dead < due ? dead : due;
    return l->unsent && l->under_way < UDP_WINDOW ? 0 : due;
}
