/* Any bytes as a design of runs. What is read has numbers that runs can take, and cells that are
 * written from them are read as the same settings, draws and, to a last digit, weights. */
#include "robust/robust_design.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const labels[] = {"minmax", "zscore", "rank"};
static const struct robust_input inputs[] = {
    {.name = "values", .kind = ROBUST_VALUES},
    {.name = "normalise", .kind = ROBUST_CHOICE, .settings = 3, .labels = labels},
    {.name = "weight/main", .kind = ROBUST_WEIGHT, .noise = 0.25},
    {.name = "weight/main/x", .kind = ROBUST_WEIGHT, .noise = 0.25},
    {.name = "weight/main/y", .kind = ROBUST_WEIGHT, .noise = 0.25},
    {.name = "weight/other/y", .kind = ROBUST_WEIGHT, .noise = 0.25}};
static const double values[] = {0.5, 2, 0, 1};
static const struct robust_weight weights[] = {{.input = 2, .values = &values[0]},
                                               {.input = 3, .values = &values[1]},
                                               {.input = 4, .values = &values[2]},
                                               {.input = 5, .values = &values[3]}};
static const struct panel panel = {.options = {.shape = PANEL_BETA}};
static const struct score score = {.panel = &panel};
static const struct score *const cases[] = {&score};
static const struct robust_plan plan = {.cases = cases,

                                        .inputs = inputs,
                                        .input_count = 6,
                                        .weights = weights,
                                        .weight_count = 4,
                                        .values = true};

static void fail(const char *why)
{
    fprintf(stderr, "%s\n", why);
    abort();
}

static void check(const struct robust_design *design, const double *numbers)
{
    for (size_t i = 0; i < plan.input_count; i++)
        for (size_t run = 0; run < design->runs; run++) {
            double u = numbers[i * design->runs + run];
            if (!isfinite(u) || (inputs[i].kind != ROBUST_WEIGHT && (u < 0 || u > 1)))
                fail("a number that no run can take");
        }
}

/* The design as the program writes it, read again. */
static void write_again(struct arena *arena, const struct robust_design *design,
                        const double *numbers)
{
    struct text_buffer out = {0};
    struct err err;
    text_add_string(&out, "values,normalise,weight/main,weight/main/x,weight/other/y");
    static const size_t written[] = {0, 1, 2, 3, 5};
    for (size_t run = 0; run < design->runs; run++)
        for (size_t i = 0; i < 5; i++) {
            double u = numbers[written[i] * design->runs + run];
            text_add_string(&out, i > 0 ? "," : "\n");
            text_add_string(&out, robust_design_cell(arena, &plan, written[i], u,
                                                     (uint64_t)(u * ROBUST_PLAN_DRAWS)));
        }
    const struct robust_design *again =
        robust_design_read(arena, "again.csv", out.bytes, out.length, &err);
    const double *same = again ? robust_design_numbers(arena, again, &plan, &err) : NULL;
    if (!same)
        fail(err.sentence);
    for (size_t i = 0; i < 5; i++)
        for (size_t run = 0; run < design->runs; run++) {
            double u = numbers[written[i] * design->runs + run];
            double v = same[written[i] * design->runs + run];
            if (inputs[written[i]].kind == ROBUST_CHOICE
                    ? robust_plan_setting(&inputs[1], u) != robust_plan_setting(&inputs[1], v)
                    : fabs(u - v) > 1e-9 * (1 + fabs(u)))
                fail("written and read again it is another run");
        }
    text_buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err err;
    struct arena *arena = arena_new();
    const struct robust_design *design =
        arena ? robust_design_read(arena, "design.csv", (const char *)data, size, &err) : NULL;
    if (design) {
        const char *list = robust_design_uncertain(arena, design, &err);
        const double *numbers = robust_design_numbers(arena, design, &plan, &err);
        if (!list && err.code == ERR_CODE_NONE)
            fail("refused without a word");
        if (numbers) {
            check(design, numbers);
            write_again(arena, design, numbers);
        }
        for (size_t run = 0; run < design->runs; run++)
            if (!robust_design_name(arena, design, run))
                fail("a run without a name");
    }
    arena_free(arena);
    return 0;
}
