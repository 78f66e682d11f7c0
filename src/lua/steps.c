#include "lua/steps.h"

#include <stdlib.h>
#include <string.h>

void steps_free(struct steps *steps)
{
    free(steps->items);
    free(steps->operands);
    free(steps->slots);
    free(steps->texts);
    text_buffer_free(&steps->bytes);
    *steps = (struct steps){0};
}

/* The array with room for more items, grown by doubling; NULL without memory. */
static void *reserve(void *array, size_t *capacity, size_t count, size_t more, size_t size)
{
    if (*capacity - count >= more)
        return array;
    size_t wanted = *capacity ? *capacity * 2 : 256;
    while (wanted - count < more)
        wanted *= 2;
    void *grown = realloc(array, wanted * size);
    if (grown)
        *capacity = wanted;
    return grown;
}

static bool make_room(struct steps *steps, size_t operands)
{
    struct step *items =
        reserve(steps->items, &steps->capacity, steps->count, 1, sizeof *steps->items);
    if (items)
        steps->items = items;
    uint32_t *all = reserve(steps->operands, &steps->operand_capacity, steps->operand_count,
                            operands + 1, sizeof *steps->operands);
    if (all)
        steps->operands = all;
    steps->failed = steps->failed || !items || !all;
    return items && all;
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
    return (hash ^ value) * 0x9E3779B97F4A7C15u + (hash >> 29);
}

static uint64_t bits_of(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static uint64_t hash_of(const struct step *step, const uint32_t *operands, size_t count)
{
    uint64_t hash = mix(mix(0, (uint64_t)step->op), bits_of(step->number));
    hash = mix(mix(hash, step->text), step->given);
    for (size_t i = 0; i < count; i++)
        hash = mix(hash, operands[i]);
    return hash ^ hash >> 32;
}

static bool is_same(const struct steps *steps, const struct step *a, const struct step *b,
                    const uint32_t *operands, size_t count)
{
    return a->op == b->op && a->count == count && bits_of(a->number) == bits_of(b->number) &&
           a->text == b->text && a->given == b->given &&
           (count == 0 ||
            memcmp(steps->operands + a->first, operands, count * sizeof *operands) == 0);
}

/* The slot of a step: where it is, or where it would be put. */
static size_t find(const struct steps *steps, const struct step *step, const uint32_t *operands,
                   size_t count)
{
    size_t at = hash_of(step, operands, count) % steps->slot_count;
    while (steps->slots[at] &&
           !is_same(steps, &steps->items[steps->slots[at] - 1], step, operands, count))
        at = (at + 1) % steps->slot_count;
    return at;
}

/* The table is at most half full. */
static bool grow_slots(struct steps *steps)
{
    size_t wanted = steps->slot_count ? steps->slot_count * 2 : 512;
    if (steps->slot_count > steps->count * 2)
        return true;
    uint32_t *old = steps->slots;
    steps->slots = calloc(wanted, sizeof *steps->slots);
    if (!steps->slots) {
        steps->slots = old;
        steps->failed = true;
        return false;
    }
    steps->slot_count = wanted;
    for (size_t i = 0; i < steps->count; i++) {
        const struct step *step = &steps->items[i];
        steps->slots[find(steps, step, steps->operands + step->first, step->count)] =
            (uint32_t)i + 1;
    }
    free(old);
    return true;
}

uint32_t steps_add(struct steps *steps, const struct step *step, const uint32_t *operands,
                   size_t count)
{
    if (!grow_slots(steps))
        return STEPS_NONE;
    size_t slot = find(steps, step, operands, count);
    if (steps->slots[slot])
        return steps->slots[slot] - 1;
    if (steps->count == FORMULA_STEPS_MAX || count > FORMULA_OPERANDS_MAX - steps->operand_count ||
        !make_room(steps, count))
        return STEPS_NONE;
    struct step *added = &steps->items[steps->count];
    *added = *step;
    added->first = (uint32_t)steps->operand_count;
    added->count = (uint32_t)count;
    if (count > 0)
        memcpy(steps->operands + steps->operand_count, operands, count * sizeof *operands);
    steps->operand_count += count;
    steps->slots[slot] = (uint32_t)++steps->count;
    return (uint32_t)steps->count - 1;
}

uint32_t steps_text(struct steps *steps, const char *bytes, size_t length)
{
    for (uint32_t i = 1; i <= steps->text_count; i++) {
        const char *text = steps_text_at(steps, i);
        if (strlen(text) == length && memcmp(text, bytes, length) == 0)
            return i;
    }
    if (!steps->texts)
        steps->texts = calloc(STEPS_TEXTS_MAX, sizeof *steps->texts);
    steps->failed = steps->failed || !steps->texts;
    if (!steps->texts || steps->text_count == STEPS_TEXTS_MAX)
        return 0;
    size_t start = steps->bytes.length;
    text_add(&steps->bytes, bytes, length);
    text_add(&steps->bytes, "", 1);
    steps->failed = steps->failed || steps->bytes.failed;
    if (steps->bytes.failed)
        return 0;
    steps->texts[steps->text_count] = (uint32_t)start;
    return (uint32_t)++steps->text_count;
}

const char *steps_text_at(const struct steps *steps, uint32_t text)
{
    return text == 0 ? "" : steps->bytes.bytes + steps->texts[text - 1];
}

static void put_text(const struct steps *steps, uint32_t text, struct text_buffer *out)
{
    const char *bytes = steps_text_at(steps, text);
    protocol_put_text(out, bytes, strlen(bytes));
}

/* The k-th operand of a step, STEPS_NONE after the last. */
static uint32_t operand_of(const struct steps *steps, const struct step *step, uint32_t k)
{
    if (step->late)
        return k == 0 ? step->late - 1 : STEPS_NONE;
    return k < step->count ? steps->operands[step->first + k] : STEPS_NONE;
}

/* Steps in the order in which they can be calculated: marks are UNSEEN, OPEN while the operands of
 * a step are being visited, DONE; order receives them. */
enum { MARK_UNSEEN, MARK_OPEN, MARK_DONE };
struct walk {
    const struct steps *steps;
    uint8_t *marks;
    uint32_t *open; /* steps that wait for their operands, and which is next */
    uint32_t *next;
    uint32_t *order;
    size_t done;
    bool circular;
};

static bool start_walk(struct walk *walk, const struct steps *steps)
{
    size_t count = steps->count + 1;
    *walk = (struct walk){.steps = steps,
                          .marks = calloc(count, sizeof *walk->marks),
                          .open = calloc(count, sizeof *walk->open),
                          .next = calloc(count, sizeof *walk->next),
                          .order = calloc(count, sizeof *walk->order)};
    return walk->marks && walk->open && walk->next && walk->order;
}

static void end_walk(struct walk *walk)
{
    free(walk->marks);
    free(walk->open);
    free(walk->next);
    free(walk->order);
}

static void visit(struct walk *walk, uint32_t root)
{
    size_t depth = 0;
    if (walk->marks[root] != MARK_UNSEEN)
        return;
    walk->marks[root] = MARK_OPEN;
    walk->next[depth] = 0;
    walk->open[depth++] = root;
    while (depth > 0) {
        uint32_t at = walk->open[depth - 1];
        uint32_t operand =
            operand_of(walk->steps, &walk->steps->items[at], walk->next[depth - 1]++);
        if (operand == STEPS_NONE) {
            walk->marks[at] = MARK_DONE;
            walk->order[walk->done++] = at;
            depth--;
        } else if (walk->marks[operand] == MARK_UNSEEN) {
            walk->marks[operand] = MARK_OPEN;
            walk->next[depth] = 0;
            walk->open[depth++] = operand;
        } else if (walk->marks[operand] == MARK_OPEN) {
            walk->circular = true;
        }
    }
}

bool steps_are_circular(struct steps *steps)
{
    struct walk walk;
    bool good = start_walk(&walk, steps);
    for (uint32_t i = 0; good && i < steps->count; i++)
        visit(&walk, i);
    steps->failed = steps->failed || !good;
    end_walk(&walk);
    return walk.circular;
}

static void put_step(const struct steps *steps, const struct step *step, const uint32_t *renumbered,
                     struct text_buffer *out)
{
    uint32_t count = step->late ? 1 : step->count;
    protocol_put_byte(out, (uint8_t)step->op);
    protocol_put_u32(out, step->line);
    protocol_put_double(out, step->number);
    put_text(steps, step->text, out);
    put_text(steps, step->given, out);
    protocol_put_u32(out, count);
    for (uint32_t k = 0; k < count; k++)
        protocol_put_u32(out, renumbered[operand_of(steps, step, k)]);
}

bool steps_put(const struct steps *steps, uint32_t *roots, size_t count, struct text_buffer *out)
{
    struct walk walk;
    uint32_t *renumbered = calloc(steps->count + 1, sizeof *renumbered);
    bool good = start_walk(&walk, steps) && renumbered;
    for (size_t i = 0; good && i < count; i++)
        if (roots[i] != STEPS_NONE)
            visit(&walk, roots[i]);
    if (good)
        protocol_put_u32(out, (uint32_t)walk.done);
    for (uint32_t i = 0; good && i < walk.done; i++)
        renumbered[walk.order[i]] = i;
    for (size_t i = 0; good && i < walk.done; i++)
        put_step(steps, &steps->items[walk.order[i]], renumbered, out);
    for (size_t i = 0; good && i < count; i++)
        if (roots[i] != STEPS_NONE)
            roots[i] = renumbered[roots[i]];
    end_walk(&walk);
    free(renumbered);
    return good && !out->failed;
}
