/* Supported Operating Classes (operating_class.h). */
#include "wire/operating_class.h"
#include "base/names.h"
#include "wire/he.h"
#include "wire/ht.h"

/* Table E-4: the (primary) channels first, first + step ... last of a class. */
static const struct {
    uint8_t number, first, last, step, width; /* width: MHz */
    bool band_5ghz;
} classes[] = {
    {81, 1, 13, 1, 20, false},    {82, 14, 14, 1, 20, false},   {83, 1, 9, 1, 40, false},
    {84, 5, 13, 1, 40, false},    {115, 36, 48, 4, 20, true},   {116, 36, 44, 8, 40, true},
    {117, 40, 48, 8, 40, true},   {118, 52, 64, 4, 20, true},   {119, 52, 60, 8, 40, true},
    {120, 56, 64, 8, 40, true},   {121, 100, 144, 4, 20, true}, {122, 100, 140, 8, 40, true},
    {123, 104, 144, 8, 40, true}, {124, 149, 161, 4, 20, true}, {125, 149, 177, 4, 20, true},
    {126, 149, 173, 8, 40, true}, {127, 153, 177, 8, 40, true}, {128, 36, 144, 4, 80, true},
    {128, 149, 177, 4, 80, true},
};

static bool has_channel(size_t row, uint16_t freq)
{
    unsigned c = freq_to_channel(freq), first = classes[row].first;
    return c >= first && c <= classes[row].last && (c - first) % classes[row].step == 0 &&
           channel_to_freq((uint8_t)c, classes[row].band_5ghz) == freq;
}

/* The first row that has it: 149 to 161 are those of 124, too. */
uint8_t operating_class_of(uint16_t freq)
{
    for (size_t i = 0; i < COUNT(classes); i++) {
        if (classes[i].width == 20 && has_channel(i, freq)) {
            return classes[i].number;
        }
    }
    return 0;
}

/* MHz. */
static unsigned width_of(const struct extsta_phy_caps *phy)
{
    if (phy->vht || (phy->he && (phy->he->phy[0] & HE_PHY0_80_IN_5GHZ))) {
        return 80;
    }
    return phy->ht && (phy->ht->info & HT_WIDTH_40) ? 40 : 20;
}

static bool radio_has(const struct extsta_radio_caps *radio, size_t row)
{
    for (size_t p = 0; p < radio->phy_count; p++) {
        const struct extsta_phy_caps *phy = &radio->phys[p];
        for (size_t i = 0; i < phy->freq_count && width_of(phy) >= classes[row].width; i++) {
            if (has_channel(row, phy->freqs[i])) {
                return true;
            }
        }
    }
    return false;
}

void operating_classes_of(const struct extsta_radio_caps *radio, uint16_t freq,
                          struct operating_classes *out)
{
    *out = (struct operating_classes){.current = operating_class_of(freq)};
    for (size_t i = 0; i < COUNT(classes); i++) {
        bool again = out->count > 0 && out->list[out->count - 1] == classes[i].number;
        if (!again && radio_has(radio, i)) {
            out->list[out->count++] = classes[i].number;
        }
    }
}

void operating_classes_write(struct writer *w, const struct operating_classes *c)
{
    uint8_t value[1 + OPERATING_CLASSES_MAX] = {c->current};
    memcpy(value + 1, c->list, c->count);
    if (c->current != 0) {
        element_write(w, ELEMENT_OPERATING_CLASSES, span(value, 1u + c->count));
    }
}
