/* See networks.h. All texts of a profile lie in one block behind one another, so that copying
 * and wiping cannot forget one: each() is the only list of them. */
#include "networks.h"
#include "providers.h"
#include <stdlib.h>
#include <string.h>

#define SPANS   8
#define STRINGS 2

/* Where the profile borrows. */
struct borrowed {
    struct extsta_span *spans[SPANS];
    const char **strings[STRINGS];
};

static struct borrowed borrowed_of(struct extsta_profile *p)
{
    struct extsta_eap *e = &p->eap;
    return (struct borrowed){{&e->identity, &e->anonymous, &e->password, &e->ca,
                              &e->certificate, &e->key, &e->key_passphrase, &e->domain},
                             {&p->ihv_connectivity, &p->ihv_security}};
}

static size_t size_of(const struct borrowed *b)
{
    size_t size = 0;
    for (size_t i = 0; i < SPANS; i++) {
        size += b->spans[i]->len;
    }
    for (size_t i = 0; i < STRINGS; i++) {
        size += *b->strings[i] ? strlen(*b->strings[i]) + 1 : 0;
    }
    return size;
}

/* Moves what they point to into the block. */
static void take(const struct borrowed *b, uint8_t *block)
{
    for (size_t i = 0; i < SPANS; i++) {
        struct extsta_span *s = b->spans[i];
        if (s->len) {
            memcpy(block, s->data, s->len);
            s->data = block;
            block += s->len;
        } else {
            s->data = NULL;
        }
    }
    for (size_t i = 0; i < STRINGS; i++) {
        if (*b->strings[i]) {
            size_t size = strlen(*b->strings[i]) + 1;
            memcpy(block, *b->strings[i], size);
            *b->strings[i] = (const char *)block;
            block += size;
        }
    }
}

static void drop_texts(uint8_t *texts, size_t size)
{
    if (texts) {
        explicit_bzero(texts, size);
        free(texts);
    }
}

/* Checked and copied over what the network had. */
static enum extsta_error set(struct network *n, const struct service_network_options *options)
{
    enum extsta_error e = extsta_profile_check(&options->profile, NULL);
    if (e != EXTSTA_OK) {
        return e;
    }
    struct service_network_options copy = *options;
    struct borrowed b = borrowed_of(&copy.profile);
    size_t size = size_of(&b);
    uint8_t *texts = size ? host_malloc(size) : NULL;
    if (size && !texts) {
        e = EXTSTA_E_NO_MEMORY;
    } else {
        take(&b, texts);
        /* The network is wanted for as long as it stands here: whether it is entered by itself
         * the options say, and once entered it is tried again. */
        copy.profile.auto_connect = true;
        drop_texts(n->texts, n->texts_size);
        n->texts = texts;
        n->texts_size = size;
        n->known.options = copy;
    }
    explicit_bzero(&copy, sizeof copy);
    return e;
}

static void destroy(struct network *n)
{
    drop_texts(n->texts, n->texts_size);
    explicit_bzero(n, sizeof *n);
    free(n);
}

static bool make_room(struct networks *n)
{
    if (n->count < n->room) {
        return true;
    }
    size_t room = n->room ? n->room * 2 : 4;
    struct network **more = host_realloc(n->list, room * sizeof(*more));
    if (more) {
        n->list = more;
        n->room = room;
    }
    return more != NULL;
}

struct network *networks_add(struct networks *n, const struct service_network_options *options,
                             enum extsta_error *error)
{
    struct network *new = make_room(n) ? host_calloc(1, sizeof *new) : NULL;
    *error = new ? set(new, options) : EXTSTA_E_NO_MEMORY;
    if (*error != EXTSTA_OK) {
        free(new);
        return NULL;
    }
    new->known.id = n->next_id++;
    n->list[n->count++] = new;
    return new;
}

enum extsta_error networks_change(struct network *network,
                                  const struct service_network_options *options, bool *same)
{
    struct service_network_options wanted = *options;
    wanted.profile.auto_connect = true;
    *same = extsta_profile_equal(&network->known.options.profile, &wanted.profile);
    explicit_bzero(&wanted, sizeof wanted);
    enum extsta_error e = set(network, options);
    if (e == EXTSTA_OK && !*same) {
        network->tell_pause = network->tell_pause || network->known.pause.until != 0;
        network->known.pause = (struct service_pause){0};
    }
    return e;
}

/* The place of the first whose id is not below this one. */
static size_t place_of(const struct networks *n, uint32_t id)
{
    size_t low = 0, high = n->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (n->list[middle]->known.id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

void networks_remove(struct networks *n, struct network *network)
{
    size_t place = place_of(n, network->known.id);
    memmove(n->list + place, n->list + place + 1, (--n->count - place) * sizeof(*n->list));
    destroy(network);
}

struct network *networks_find(const struct networks *n, uint32_t id)
{
    size_t place = place_of(n, id);
    return place < n->count && n->list[place]->known.id == id ? n->list[place] : NULL;
}

struct network *networks_after(const struct networks *n, uint32_t id)
{
    size_t place = id == SERVICE_NO_NETWORK ? 0 : place_of(n, id + 1);
    return place < n->count ? n->list[place] : NULL;
}

void networks_free(struct networks *n)
{
    while (n->count) {
        destroy(n->list[--n->count]);
    }
    free(n->list);
    *n = (struct networks){0};
}
