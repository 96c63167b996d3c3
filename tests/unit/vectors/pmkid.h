/* PMKID: known answers.
 * Made by gen_crypto.py; the source stands at each vector. Octets in hex, NULL where a
 * vector has no such value. */
#ifndef VECTORS_PMKID_H
#define VECTORS_PMKID_H

#ifndef VECTOR_PMKID_STRUCT
#define VECTOR_PMKID_STRUCT
struct vector_pmkid {
    const char *name;
    const char *hash;
    const char *pmk;
    const char *aa;
    const char *spa;
    const char *pmkid;
};
#endif

static const struct vector_pmkid vectors_pmkid[] = {
    /* hashcat src/modules/module_16800.c ST_HASH */
    {
        .name = "hashcat 16800",
        .hash = "sha1",
        .pmk = "5b13d4babb3714ccc62c9f71864bc984efd6a55f237c7a87fc2151e1ca658a9d",
        .aa = "4604ba734d4e",
        .spa = "89acf0e761f4",
        .pmkid = "2582a8281bf9d4308d6f5731d0e61c61",
    },
    /* hashcat src/modules/module_16801.c ST_HASH */
    {
        .name = "hashcat 16801 (PMK given)",
        .hash = "sha1",
        .pmk = "5b13d4babb3714ccc62c9f71864bc984efd6a55f237c7a87fc2151e1ca658a9d",
        .aa = "4604ba734d4e",
        .spa = "89acf0e761f4",
        .pmkid = "2582a8281bf9d4308d6f5731d0e61c61",
    },
    /* hashcat src/modules/module_22000.c ST_HASH */
    {
        .name = "hashcat 22000",
        .hash = "sha1",
        .pmk = "88f43854ae7b1624fc2ab7724859e795130f4843c7535729e819cf92f39535dc",
        .aa = "fc690c158264",
        .spa = "f4747f87f9f4",
        .pmkid = "4d4fe7aac3a2cecab195321ceb99a7d0",
    },
    /* hashcat src/modules/module_22001.c ST_HASH */
    {
        .name = "hashcat 22001 (PMK given)",
        .hash = "sha1",
        .pmk = "88f43854ae7b1624fc2ab7724859e795130f4843c7535729e819cf92f39535dc",
        .aa = "27462da350ac",
        .spa = "accd10fb464e",
        .pmkid = "5ce7ebe97a1bbfeb2822ae627b726d5b",
    },
    /* aircrack-ng test/test-pmkid.pcap. GPL-2.0 repository; values recorded as facts */
    {
        .name = "M1 of WLAN-771698",
        .hash = "sha1",
        .pmk = "797d07faa764195cabe5f6292d0edee1b1047bb402f8afdee0c497c4596615e1",
        .aa = "0012bf77162d",
        .spa = "0021e924a5e7",
        .pmkid = "c2ea9449c142e84a0479041702526532",
    },
};

#endif
