/* Names and texts of the reasons for which frames are dropped (extsta/drops.h, which has the
 * list; this file only spells it out). */
#include <extsta/drops.h>

static const struct {
    const char *name;
    const char *text;
} drops[EXTSTA_DROP_COUNT] = {
#define DROP(symbol, name, text) [EXTSTA_DROP_##symbol] = {name, text},
    EXTSTA_DROP_LIST(DROP)
#undef DROP
};

const char *extsta_drop_name(enum extsta_drop reason)
{
    return (unsigned)reason < EXTSTA_DROP_COUNT ? drops[reason].name : "unknown";
}

const char *extsta_drop_text(enum extsta_drop reason)
{
    return (unsigned)reason < EXTSTA_DROP_COUNT ? drops[reason].text : "unknown reason";
}
