/* Steps of a formula while it is traced: equal ones are made once. Knows no Lua. */
#ifndef TIDEMARK_LUA_STEPS_H
#define TIDEMARK_LUA_STEPS_H

#include "base/text.h"
#include "lua/protocol.h"
#include "score/formula.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A step as it is kept: number is that of NUMBER, of LAG (how many periods), of SELECT (1: the
 * script compared), or the index of INPUT's name; text and given are numbers of texts, 0 without.
 * is_text: it gives a text. late is 1 more than the operand of a step that was added without, for
 * it may come to stand after it. */
#define STEPS_NONE UINT32_MAX
enum { STEPS_TEXTS_MAX = 4096 };
struct step {
    enum formula_op op;
    uint32_t line;
    uint32_t first;
    uint32_t count;
    double number;
    uint32_t text;
    uint32_t given;
    uint32_t late;
    bool is_text;
};

/* Zero-initialise. failed: there was no memory for something. */
struct steps {
    struct step *items;
    size_t count;
    size_t capacity;
    uint32_t *operands;
    size_t operand_count;
    size_t operand_capacity;
    uint32_t *slots; /* a hash table of items + 1 */
    size_t slot_count;
    struct text_buffer bytes; /* of the texts, each with a NUL after it */
    uint32_t *texts;          /* where each begins */
    size_t text_count;
    bool failed;
};

/* Frees what the steps hold, and makes them empty. */
void steps_free(struct steps *steps);

/* The number of the step that equals the given one (first and count of it are not read: operands
 * are what operands[count] says), made where there is none. The line is no part of the likeness.
 * STEPS_NONE when there are FORMULA_STEPS_MAX steps or FORMULA_OPERANDS_MAX operands, or it
 * failed. */
uint32_t steps_add(struct steps *steps, const struct step *step, const uint32_t *operands,
                   size_t count);

/* The number of a text, from 1; 0 when there are STEPS_TEXTS_MAX, or it failed. */
uint32_t steps_text(struct steps *steps, const char *bytes, size_t length);

/* The text of a number, terminated, "" for 0; valid until the next is added. */
const char *steps_text_at(const struct steps *steps, uint32_t text);

/* Whether a step needs itself, which late operands make possible. */
bool steps_are_circular(struct steps *steps);

/* Puts the steps that the results need into out, operands first and renumbered, as protocol.h
 * describes FORMULA's steps; roots[count] become their new numbers (STEPS_NONE stays). The steps
 * must not be circular. False without memory. */
bool steps_put(const struct steps *steps, uint32_t *roots, size_t count, struct text_buffer *out);

#endif
