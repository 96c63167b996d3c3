/* Names of OIDs, status indications and NDIS status values, from the table of numbers
 * (abi/numbers.csv, which the build turns into the lists of names_list.h). */
#include "boundary/names_list.h" /* OID_LIST, INDICATION_LIST, STATUS_LIST, in ascending order */
#include <extsta/boundary.h>
#include <extsta/windot11.h>

struct name {
    uint32_t value;
    const char *text;
};
#define NAME(symbol) {symbol, #symbol},
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const struct name oids[] = {OID_LIST(NAME)};
static const struct name indications[] = {INDICATION_LIST(NAME)};
static const struct name statuses[] = {STATUS_LIST(NAME)};

static const char *find(const struct name *table, size_t count, uint32_t value)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (table[mid].value < value)
            low = mid + 1;
        else
            high = mid;
    }
    return low < count && table[low].value == value ? table[low].text : NULL;
}

const char *extsta_oid_name(uint32_t oid)
{
    return find(oids, COUNT(oids), oid);
}

const char *extsta_indication_name(uint32_t status_code)
{
    return find(indications, COUNT(indications), status_code);
}

const char *extsta_ndis_status_name(uint32_t status)
{
    return find(statuses, COUNT(statuses), status);
}
