/* Supported Operating Classes (operating_class.h). */
#include "wire/operating_class.h"
#include "base/names.h"

/* Table E-4, rows of 20 MHz: channels first, first + step ... last. */
static const struct {
    uint8_t number, first, last, step;
    bool band_5ghz;
} classes[] = {
    {81, 1, 13, 1, false},    {82, 14, 14, 1, false},   {115, 36, 48, 4, true},
    {118, 52, 64, 4, true},   {121, 100, 144, 4, true}, {124, 149, 161, 4, true},
    {125, 149, 177, 4, true},
};

static bool has_channel(size_t row, uint16_t freq)
{
    for (unsigned c = classes[row].first; c <= classes[row].last; c += classes[row].step) {
        if (channel_to_freq((uint8_t)c, classes[row].band_5ghz) == freq) {
            return true;
        }
    }
    return false;
}

/* The first row that has it: 149 to 161 are those of 124, too. */
uint8_t operating_class_of(uint16_t freq)
{
    for (size_t i = 0; i < COUNT(classes); i++) {
        if (has_channel(i, freq)) {
            return classes[i].number;
        }
    }
    return 0;
}

static bool radio_has(const struct extsta_radio_caps *radio, size_t row)
{
    for (size_t p = 0; p < radio->phy_count; p++) {
        for (size_t i = 0; i < radio->phys[p].freq_count; i++) {
            if (has_channel(row, radio->phys[p].freqs[i])) {
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
        if (radio_has(radio, i)) {
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
