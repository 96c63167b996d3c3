/* Runs a fuzz target over files: its corpus, or an input that made it fail. Prints TAP. */
#include "fuzz.h"

int main(int argc, char **argv)
{
    printf("1..%d\n", argc - 1);
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        uint8_t *bytes = malloc(1 << 16);
        if (!file || !bytes) {
            printf("Bail out! cannot read %s\n", argv[i]);
            return 1;
        }
        size_t len = fread(bytes, 1, 1 << 16, file);
        fclose(file);
        uint8_t *exact = malloc(len ? len : 1); /* a sanitizer sees its end */
        if (!exact) {
            return 1;
        }
        memcpy(exact, bytes, len);
        free(bytes);
        LLVMFuzzerTestOneInput(exact, len);
        free(exact);
        const char *name = strrchr(argv[i], '/');
        printf("ok %d %s\n", i, name ? name + 1 : argv[i]);
    }
    return 0;
}
