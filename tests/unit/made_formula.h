/* Formulas made by hand, as tracing a function would make them, and a host that runs one by row.
 * Header-only. */
#ifndef TIDEMARK_TESTS_UNIT_MADE_FORMULA_H
#define TIDEMARK_TESTS_UNIT_MADE_FORMULA_H

#include "score/formula.h"
#include "score/rule.h"

#include "fixture.h"

enum { MADE_FORMULA_STEPS = 40, MADE_FORMULA_RESULTS = 4 };

struct made_formula {
    struct formula formula;
    struct formula_step steps[MADE_FORMULA_STEPS];
    uint32_t operands[3 * MADE_FORMULA_STEPS];
    uint32_t operand_count;
    struct formula_result results[MADE_FORMULA_RESULTS];
};

static inline struct made_formula *made_formula_new(const struct fixture *fixture)
{
    struct made_formula *made = fixture_must(arena_alloc(fixture->arena, 1, sizeof *made));
    made->formula = (struct formula){.steps = made->steps,
                                     .operands = made->operands,
                                     .results = made->results,
                                     .file = "scripts/rules/test.lua",
                                     .line = 1};
    return made;
}

static inline uint32_t made_formula_leaf(struct made_formula *made, enum formula_op op,
                                         double number, const char *text)
{
    uint32_t at = (uint32_t)made->formula.step_count++;
    if (at >= MADE_FORMULA_STEPS)
        abort();
    made->steps[at] = (struct formula_step){
        .op = op, .number = number, .text = text, .line = at + 2, .first = made->operand_count};
    return at;
}

static inline uint32_t made_formula_input(struct made_formula *made, const char *name)
{
    return made_formula_leaf(made, FORMULA_INPUT, 0, name);
}

static inline uint32_t made_formula_number(struct made_formula *made, double number)
{
    return made_formula_leaf(made, FORMULA_NUMBER, number, NULL);
}

/* A step of one, two or three operands; FORMULA_NONE: there are no more. text is what a panel
 * function goes over. */
static inline uint32_t made_formula_step(struct made_formula *made, enum formula_op op,
                                         const char *text, uint32_t a, uint32_t b, uint32_t c)
{
    uint32_t at = made_formula_leaf(made, op, 0, text);
    uint32_t operands[] = {a, b, c};
    for (int i = 0; i < 3 && operands[i] != FORMULA_NONE; i++) {
        made->operands[made->operand_count++] = operands[i];
        made->steps[at].count++;
    }
    return at;
}

static inline uint32_t made_formula_two(struct made_formula *made, enum formula_op op, uint32_t a,
                                        uint32_t b)
{
    return made_formula_step(made, op, NULL, a, b, FORMULA_NONE);
}

/* Results are to be given in bytewise order of their names. */
static inline struct formula_result *made_formula_result(struct made_formula *made,
                                                         const char *name, bool text,
                                                         uint32_t value)
{
    struct formula_result *result = &made->results[made->formula.result_count++];
    *result = (struct formula_result){name, text, value, FORMULA_NONE, FORMULA_NONE};
    return result;
}

/* A rule that is this formula alone, on figures as they are. */
static inline void made_formula_rule(struct rule *rule, const struct made_formula *made,
                                     size_t headline)
{
    rule->score = &made->formula;
    rule->headline = headline;
    rule->tree = false;
}

#endif
