/* A function that is followed and one that is run row by row give the same, to the last bit: on
 * random functions and random figures, many of them missing. */
#include "formula_fixture.h"

enum { INPUTS = 4, ROWS = 40, FUNCTIONS = 1500, TEXT_BYTES = 16384 };
static const char *const names[INPUTS] = {"a", "b", "d", "e"};

/* A repeatable source of choices, and the function that is being written. */
struct writer {
    uint64_t state;
    char text[TEXT_BYTES];
    size_t length;
    int locals;
};

static uint64_t draw(struct writer *writer)
{
    writer->state ^= writer->state << 13;
    writer->state ^= writer->state >> 7;
    writer->state ^= writer->state << 17;
    return writer->state;
}

static unsigned below(struct writer *writer, unsigned count)
{
    return (unsigned)(draw(writer) >> 33) % count;
}

static void put(struct writer *writer, const char *text)
{
    size_t length = strlen(text);
    assert_true(writer->length + length < TEXT_BYTES);
    memcpy(writer->text + writer->length, text, length + 1);
    writer->length += length;
}

static void put_leaf(struct writer *writer)
{
    static const char *const numbers[] = {"0.0", "1",    "2",     "0.5",  "3",     "10", "100",
                                          "-1",  "0.25", "1e200", "1e-9", "-0.75", "7"};
    char local[16];
    unsigned choice = below(writer, 10);
    if (choice < 2) {
        put(writer, numbers[below(writer, sizeof numbers / sizeof *numbers)]);
    } else if (choice < 5 && writer->locals > 0) {
        snprintf(local, sizeof local, "v%u", below(writer, (unsigned)writer->locals));
        put(writer, local);
    } else {
        put(writer, "c.");
        put(writer, names[below(writer, INPUTS)]);
    }
}

static void put_expression(struct writer *writer, int depth);

static void put_call(struct writer *writer, const char *name, int arguments, int depth)
{
    put(writer, name);
    put(writer, "(");
    for (int i = 0; i < arguments; i++) {
        put(writer, i ? ", " : "");
        put_expression(writer, depth);
    }
    put(writer, ")");
}

static void put_list(struct writer *writer, int depth)
{
    static const char *const functions[] = {"mean", "sum", "min", "max", "sd", "median", "count"};
    put(writer, "tide.");
    put(writer, functions[below(writer, 7)]);
    put(writer, " { c.a"); /* at least one figure: of plain numbers Lua has its own results */
    for (unsigned i = below(writer, 4); i > 0; i--) {
        put(writer, ", ");
        put_expression(writer, depth);
    }
    put(writer, " }");
}

static void put_bounded(struct writer *writer, int depth)
{
    static const char *const functions[][2] = {
        {"tide.clamp(", ", 0, 2)"}, {"tide.round(", ", 2)"},
        {"tide.round(", ", -1)"},   {"tide.cut(", ", { -1, 0, 2 }, { 5, -0.5, 7, 8 })"},
        {"math.log(", ", 2)"},      {"math.log(", ", 10)"},
    };
    unsigned choice = below(writer, sizeof functions / sizeof *functions);
    put(writer, functions[choice][0]);
    put_expression(writer, depth);
    put(writer, functions[choice][1]);
}

static void put_function(struct writer *writer, int depth)
{
    static const char *const one[] = {"math.abs",   "math.sqrt", "math.exp",   "math.log",
                                      "math.floor", "math.ceil", "tide.round", "tide.cdf_normal"};
    switch (below(writer, 6)) {
    case 0:
        put_list(writer, depth);
        break;
    case 1:
        put_call(writer, below(writer, 2) ? "math.min" : "math.max", 2 + (int)below(writer, 2),
                 depth);
        break;
    case 2:
        put_call(writer, below(writer, 2) ? "tide.default" : "math.log", 2, depth);
        break;
    case 3:
        put_bounded(writer, depth);
        break;
    default:
        put_call(writer, one[below(writer, 8)], 1, depth);
    }
}

static void put_expression(struct writer *writer, int depth)
{
    static const char *const operators[] = {" + ", " - ", " * ", " / ", " ^ ", " % "};
    unsigned choice = depth == 0 ? 0 : below(writer, 10);
    if (choice < 3) {
        put_leaf(writer);
    } else if (choice < 7) {
        put(writer, "(");
        put_expression(writer, depth - 1);
        put(writer, operators[below(writer, 6)]);
        put_expression(writer, depth - 1);
        put(writer, ")");
    } else if (choice == 7) {
        put(writer, "-(");
        put_leaf(writer);
        put(writer, ")");
    } else {
        put_function(writer, depth - 1);
    }
}

static void put_condition(struct writer *writer)
{
    static const char *const comparisons[] = {" < ", " <= ", " > ", " >= "};
    if (below(writer, 4) == 0) {
        put_call(writer, "tide.missing", 1, 1);
        return;
    }
    put_expression(writer, 1);
    put(writer, comparisons[below(writer, 4)]);
    put_expression(writer, 1);
}

static void put_assignment(struct writer *writer)
{
    char local[16];
    snprintf(local, sizeof local, "v%u = ", below(writer, (unsigned)writer->locals));
    put(writer, local);
    put_expression(writer, 2);
    put(writer, " ");
}

static void put_branch(struct writer *writer)
{
    put(writer, "  if ");
    put_condition(writer);
    put(writer, " then ");
    put_assignment(writer);
    if (below(writer, 3) == 0) {
        put(writer, "elseif ");
        put_condition(writer);
        put(writer, " then ");
        put_assignment(writer);
    }
    if (below(writer, 2)) {
        put(writer, "else ");
        if (below(writer, 4) == 0)
            put(writer, "return nil ");
        else
            put_assignment(writer);
    }
    put(writer, "end\n");
}

/* A function with locals, branches and three results. */
static void write_function(struct writer *writer)
{
    char local[24];
    writer->length = 0;
    put(writer, "return function(c)\n");
    writer->locals = 0;
    for (unsigned i = 1 + below(writer, 3); i > 0; i--) {
        snprintf(local, sizeof local, "  local v%d = ", writer->locals);
        put(writer, local);
        put_expression(writer, 3);
        put(writer, "\n");
        writer->locals++;
    }
    for (unsigned i = below(writer, 4); i > 0; i--)
        put_branch(writer);
    put(writer, "  return { x = ");
    put_expression(writer, 3);
    put(writer, ", y = { value = ");
    put_expression(writer, 2);
    put(writer, ", low = ");
    put_expression(writer, 1);
    put(writer, ", high = v0 }, z = tide.cut(");
    put_expression(writer, 1);
    put(writer, ", { 0, 1 }, { 'low', 'mid', 'high' }) }\nend\n");
}

static void make_cells(struct writer *writer, double *cells)
{
    static const double special[] = {0, 1, -1, 2, 0.5, 100, 1e200, -1e-200, 3, -0.0};
    for (size_t i = 0; i < (size_t)INPUTS * ROWS; i++) {
        unsigned choice = below(writer, 8);
        cells[i] = choice < 2   ? NAN
                   : choice < 5 ? special[below(writer, 10)]
                                : ((double)(draw(writer) >> 11) * 0x1p-53 - 0.3) * 20;
    }
}

static bool same_text(const char *a, const char *b)
{
    return (!a && !b) || (a && b && strcmp(a, b) == 0);
}

/* Compares one row; touched counts it when a result rests on a comparison with a missing value. */
static void check_row(const char *script, const struct formula *formula, const struct table *table,
                      const double *cells, size_t row, size_t *touched)
{
    double values[INPUTS];
    for (size_t i = 0; i < INPUTS; i++)
        values[i] = cells[i * ROWS + row];
    struct evaluation evaluation = {names, values, INPUTS};
    struct evaluated *done = evaluate(formula, &evaluation);
    bool touches = false;
    for (size_t i = 0; i < formula->result_count; i++) {
        const struct formula_result *result = &formula->results[i];
        size_t at = i * ROWS + row;
        double low = result->low == FORMULA_NONE ? NAN : done[result->low].number;
        double high = result->high == FORMULA_NONE ? NAN : done[result->high].number;
        touches = touches || is_touched(formula, done, result->value);
        if (same_bits(done[result->value].number, table->rows.values[at]) &&
            same_bits(low, table->rows.low[at]) && same_bits(high, table->rows.high[at]) &&
            same_text(done[result->value].text, table->rows.texts[at]))
            continue;
        fail_msg("%s→ %s of a=%.17g b=%.17g d=%.17g e=%.17g: followed %.17g (%.17g to %.17g), by "
                 "rows %.17g (%.17g to %.17g)",
                 script, result->name, values[0], values[1], values[2], values[3],
                 done[result->value].number, low, high, table->rows.values[at],
                 table->rows.low[at], table->rows.high[at]);
    }
    *touched += touches;
    free(done);
}

static void random_functions_give_the_same_followed_and_by_rows(void **state)
{
    (void)state;
    static struct formulas formulas;
    static struct writer writer = {.state = 88172645463325252};
    double cells[INPUTS * ROWS];
    struct table table;
    size_t followed = 0, touched = 0, counted = 0;
    if (!shows_flags())
        skip(); /* what plain numbers give that is not finite is not seen there */
    start_formulas(&formulas, "p: a b d e", 20, 1024);
    for (int i = 0; i < FUNCTIONS; i++) {
        struct arena_mark mark = arena_mark(formulas.fixture.arena);
        write_function(&writer);
        make_cells(&writer, cells);
        const struct formula *formula = trace(&formulas, writer.text);
        if (formula && formula->step_count > 0) {
            followed++;
            if (!run_table(&formulas, formula, names, cells, INPUTS, ROWS, &table))
                fail_msg("%s→ %s", writer.text, formulas.fixture.err.sentence);
            for (size_t row = 0; row < ROWS; row++)
                check_row(writer.text, formula, &table, cells, row, &touched);
            counted += table.rows.touched;
            assert_int_equal(touched, counted);
        }
        arena_rewind(formulas.fixture.arena, mark);
    }
    assert_true(followed > FUNCTIONS / 2);
    assert_true(touched > 1000);
    stop_formulas(&formulas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_functions_give_the_same_followed_and_by_rows),
    };
    return cmocka_run_group_tests_name("formula_same", tests, NULL, NULL);
}
