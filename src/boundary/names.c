/* Names of OIDs, status indications and NDIS status values for logs and messages
 * (extsta/boundary.h), from the table of numbers (abi/numbers.csv, which the build turns
 * into the lists of names_list.h). NULL for a number that is not in the table. */
#include "boundary/names.h"
#include "base/names.h"
#include "boundary/names_list.h" /* OID_LIST, INDICATION_LIST, STATUS_LIST, in ascending order */
#include <extsta/boundary.h>
#include <extsta/windot11.h>

#define NAME(symbol) {symbol, #symbol},

static const struct name oids[] = {OID_LIST(NAME)};
static const struct name indications[] = {INDICATION_LIST(NAME)};
static const struct name statuses[] = {STATUS_LIST(NAME)};

const char *extsta_oid_name(uint32_t oid)
{
    return NAME_FIND(oids, oid);
}

const char *extsta_oid_at(size_t i, uint32_t *oid)
{
    if (i < COUNT(oids) && oid) {
        *oid = oids[i].number;
    }
    return i < COUNT(oids) ? oids[i].text : NULL;
}

const char *extsta_indication_name(uint32_t status_code)
{
    return NAME_FIND(indications, status_code);
}

const char *extsta_ndis_status_name(uint32_t status)
{
    return NAME_FIND(statuses, status);
}

bool oid_number(const char *name, uint32_t *number)
{
    return NAME_NUMBER(oids, name, number);
}

bool indication_number(const char *name, uint32_t *number)
{
    return NAME_NUMBER(indications, name, number);
}

bool ndis_status_number(const char *name, uint32_t *number)
{
    return NAME_NUMBER(statuses, name, number);
}
