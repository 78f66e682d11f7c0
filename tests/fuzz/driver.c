/* Runs a fuzz target without a fuzzer: each file given, then -m N mutations of them (deterministic,
 * from -s SEED), so that a corpus is a regression test under any compiler. -k FILE keeps the input
 * that is being run in FILE, to be looked at after a crash. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT_MAX = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
    uint8_t *bytes;
    size_t length;
};

static uint64_t random_next(uint64_t *state)
{
    uint64_t x = *state += 0x9E3779B97F4A7C15U;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31);
}

static size_t below(uint64_t *state, size_t bound)
{
    return bound ? (size_t)(random_next(state) % bound) : 0;
}

static bool load(const char *path, struct input *input)
{
    FILE *file = fopen(path, "rb");
    input->bytes = malloc(INPUT_MAX);
    if (!file || !input->bytes) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(3);
    }
    input->length = fread(input->bytes, 1, INPUT_MAX, file);
    fclose(file);
    return true;
}

/* Puts count bytes of from (at offset) into to at another offset, replacing skip bytes. */
static void splice(struct input *to, size_t at, size_t skip, const uint8_t *from, size_t count)
{
    size_t tail = to->length - at - skip;
    if (at + count + tail > INPUT_MAX)
        return;
    memmove(to->bytes + at + count, to->bytes + at + skip, tail);
    memcpy(to->bytes + at, from, count);
    to->length = at + count + tail;
}

static void mutate(struct input *input, const struct input *other, uint64_t *state)
{
    static const char pieces[][8] = {
        "\n",       "  ",           "- ",   ": ", "{",     "}",     "[",    "]",
        ",",        "\"",           "'",    "#",  "|\n",   ">\n",   "? ",   "&a ",
        "*a",       "!t ",          "\t",   "%",  "---\n", "...\n", "<<: ", "\\x07",
        "\xD1\x8B", "\xEF\xBB\xBF", "\r\n", "0",  "a"};
    size_t at = below(state, input->length + 1);
    size_t left = input->length - at;
    size_t piece = below(state, sizeof pieces / sizeof *pieces);
    size_t from = below(state, other->length + 1);
    switch (below(state, 5)) {
    case 0:
        if (left)
            input->bytes[at] = (uint8_t)random_next(state);
        break;
    case 1:
        splice(input, at, below(state, left < 12 ? left + 1 : 12), (const uint8_t *)"", 0);
        break;
    case 2:
        splice(input, at, below(state, left < 8 ? left + 1 : 8), other->bytes + from,
               below(state, other->length - from < 40 ? other->length - from + 1 : 40));
        break;
    default:
        splice(input, at, 0, (const uint8_t *)pieces[piece], strlen(pieces[piece]));
    }
}

static void run(const struct input *input, const char *keep)
{
    FILE *file = keep ? fopen(keep, "wb") : NULL;
    if (file) {
        fwrite(input->bytes, 1, input->length, file);
        fclose(file);
    }
    LLVMFuzzerTestOneInput(input->bytes, input->length);
}

int main(int count, char **arguments)
{
    size_t mutations = 0, inputs = 0;
    uint64_t state = 1;
    const char *keep = NULL;
    struct input *corpus = calloc((size_t)count, sizeof *corpus);
    struct input scratch = {malloc(INPUT_MAX), 0};
    for (int i = 1; i < count; i++) {
        if (strcmp(arguments[i], "-m") == 0 && i + 1 < count)
            mutations = strtoul(arguments[++i], NULL, 10);
        else if (strcmp(arguments[i], "-s") == 0 && i + 1 < count)
            state = strtoul(arguments[++i], NULL, 10);
        else if (strcmp(arguments[i], "-k") == 0 && i + 1 < count)
            keep = arguments[++i];
        else if (load(arguments[i], &corpus[inputs]))
            inputs++;
    }
    for (size_t i = 0; i < inputs; i++)
        run(&corpus[i], keep);
    for (size_t i = 0; i < mutations && inputs > 0; i++) {
        const struct input *base = &corpus[below(&state, inputs)];
        scratch.length = base->length;
        memcpy(scratch.bytes, base->bytes, base->length);
        for (size_t steps = 1 + below(&state, 6); steps > 0; steps--)
            mutate(&scratch, &corpus[below(&state, inputs)], &state);
        run(&scratch, keep);
    }
    for (size_t i = 0; i < inputs; i++)
        free(corpus[i].bytes);
    free(scratch.bytes);
    free(corpus);
    printf("%zu inputs, %zu mutations\n", inputs, mutations);
    return 0;
}
