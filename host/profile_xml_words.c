/* See profile_xml_words.h. Numbers are those of extsta/windot11.h. */
#include "profile_xml_words.h"
#include <extsta/windot11.h>

const struct profile_word xml_authentication[] = {
    {"open", 1},    {"shared", 2},  {"WPA", 3},        {"WPAPSK", 4},
    {"WPA2", 6},    {"WPA2PSK", 7}, {"WPA3ENT192", 8}, {"WPA3", 8},
    {"WPA3SAE", 9}, {"OWE", 10},    {"WPA3ENT", 11},   {NULL, 0},
};
const struct profile_word xml_encryption[] = {
    {"none", 0}, {"WEP", XML_CIPHER_WEP}, {"TKIP", 2}, {"AES", 4}, {"GCMP256", 9}, {NULL, 0},
};
const struct profile_word xml_connection_type[] = {
    {"ESS", dot11_BSS_type_infrastructure},
    {"IBSS", dot11_BSS_type_independent},
    {NULL, 0},
};
const struct profile_word xml_mode[] = {{"enabled", 1}, {"disabled", 0}, {NULL, 0}};
const struct profile_word xml_supplicant_mode[] = {{"includeLearning", EXTSTA_ONEX_LEARN},
                                                   {"compliant", EXTSTA_ONEX_ASK},
                                                   {"inhibitTransmission", EXTSTA_ONEX_INHIBIT},
                                                   {NULL, 0}};
const struct profile_word xml_cipher[] = {
    {"none", 0},          {"WEP40", 1},    {"TKIP", 2},
    {"CCMP", 4},          {"WEP104", 5},   {"GCMP", 8},
    {"GCMP256", 9},       {"CCMP256", 10}, {"WEP", XML_CIPHER_WEP},
    {"any", 0xffffffffu}, {NULL, 0}};
const struct profile_word xml_group_encryption[] = {{"AES", 1}, {"TKIP", 0}, {NULL, 0}};
const struct profile_word xml_manager[] = {{"none", EXTSTA_MANAGER_NONE},
                                           {"driver", EXTSTA_MANAGER_MINIPORT},
                                           {"os", EXTSTA_MANAGER_OS},
                                           {"extension", EXTSTA_MANAGER_IHV},
                                           {NULL, 0}};
const struct profile_word xml_roam_transition[] = {{"honour", EXTSTA_TRANSITION_HONOUR},
                                                   {"refuse", EXTSTA_TRANSITION_REFUSE},
                                                   {"ignore", EXTSTA_TRANSITION_IGNORE},
                                                   {NULL, 0}};

const char *xml_word_for(const struct profile_word *words, uint32_t value)
{
    while (words->word && words->value != value) {
        words++;
    }
    return words->word;
}
