#include "robust/robust_design.h"

#include "base/csv.h"
#include "base/number.h"
#include "robust/robust_case.h"

#include <math.h>
#include <string.h>

/* SETTINGS_MAX: more than any choice may have. */
enum { COLUMNS_MAX = 1024, SHOWN_BYTES = 120, SETTINGS_MAX = 33 };

/* Sums of such weights are still finite. */
#define WEIGHT_MAX 1e100

/* Before the name of an input: its cells are numbers between 0 and 1. */
static const struct text plain_number = {"u/", 2};

static bool out_of_memory(const struct robust_design *design, struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while reading %s", design->file);
}

static bool begins(struct text text, struct text with)
{
    return text.length >= with.length && memcmp(text.bytes, with.bytes, with.length) == 0;
}

static int shown(struct text text)
{
    return (int)(text.length < SHOWN_BYTES ? text.length : SHOWN_BYTES);
}

static bool at_line(const struct robust_design *design, uint32_t line, struct err *err)
{
    return err_at(err, (struct err_place){.file = design->file, .line = line, .column = 1});
}

static bool refuse_record(const struct robust_design *design, const struct csv *csv,
                          enum csv_result result, struct err *err)
{
    if (result == CSV_OUT_OF_MEMORY)
        return out_of_memory(design, err);
    if (result == CSV_TOO_MANY)
        err_set(err, ERR_DESIGN_CSV, "a record has more than %d fields", COLUMNS_MAX);
    else
        err_set(err, ERR_DESIGN_CSV, "%s", csv_problem(result));
    return at_line(design, csv->line, err);
}

/* Whether a name is a line parted by another mark, as where decimals have commas. */
static bool hint_separator(struct text name, struct err *err)
{
    if (!memchr(name.bytes, ';', name.length) && !memchr(name.bytes, '\t', name.length))
        return false;
    err_hint(err, "fields are parted by commas, and decimals have points: save the table so");
    return true;
}

/* The fields of all runs behind the header. */
static bool read_runs(struct arena *arena, struct csv *csv, struct text *record,
                      struct robust_design *design, struct err *err)
{
    struct text *fields = NULL;
    uint32_t *lines = NULL;
    size_t room = 0, count;
    enum csv_result result;
    while ((result = csv_next(csv, record, COLUMNS_MAX, &count)) == CSV_RECORD) {
        if (count != design->width) {
            err_set(err, ERR_DESIGN_CSV, "the run has %zu fields, but the header names %zu", count,
                    design->width);
            hint_separator(design->names[0], err);
            return at_line(design, csv->line, err);
        }
        if (design->runs == room) {
            room = room > 0 ? 2 * room : 64;
            fields = arena_grow(arena, fields, design->runs * count, room * count, sizeof *fields);
            lines = arena_grow(arena, lines, design->runs, room, sizeof *lines);
            if (!fields || !lines)
                return out_of_memory(design, err);
        }
        memcpy(fields + design->runs * count, record, count * sizeof *fields);
        lines[design->runs++] = csv->line;
    }
    design->fields = fields;
    design->lines = lines;
    return result == CSV_END || refuse_record(design, csv, result, err);
}

const struct robust_design *robust_design_read(struct arena *arena, const char *file,
                                               const char *bytes, size_t length, struct err *err)
{
    struct csv csv;
    struct robust_design *design = arena_alloc(arena, 1, sizeof *design);
    struct text *record = arena_alloc(arena, COLUMNS_MAX, sizeof *record);
    if (!design || !record)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while reading %s", file), NULL;
    *design = (struct robust_design){.file = file};
    csv_open(&csv, arena, bytes, length);
    enum csv_result result = csv_next(&csv, record, COLUMNS_MAX, &design->width);
    if (result != CSV_RECORD && result != CSV_END)
        return refuse_record(design, &csv, result, err), NULL;
    struct text *names = arena_alloc(arena, design->width + 1, sizeof *names);
    if (!names)
        return out_of_memory(design, err), NULL;
    memcpy(names, record, design->width * sizeof *names);
    design->names = names;
    if (result == CSV_RECORD && !read_runs(arena, &csv, record, design, err))
        return NULL;
    if (design->runs > 0)
        return design;
    err_set(err, ERR_DESIGN_CSV, "%s",
            result == CSV_END ? "the file is empty" : "there are no runs below the header");
    err_hint(err, "the first line names what varies, each further one is a run: tidemark robust "
                  "--show design --format csv writes one");
    return at_line(design, result == CSV_END ? 0 : 1, err), NULL;
}

static bool is_weight(struct text name)
{
    return begins(name, text_of("weight/"));
}

/* "values", or with the shape of their draws "values=beta". */
static bool is_values(struct text name)
{
    return text_is(name, "values") || begins(name, text_of("values="));
}

/* Adds a choice with the settings of its column. More than can be chosen from are not all added:
 * what reads the list refuses them. */
static void add_settings(const struct robust_design *design, size_t column,
                         struct text_buffer *list)
{
    struct text labels[SETTINGS_MAX];
    size_t count = 0;
    text_add(list, design->names[column].bytes, design->names[column].length);
    for (size_t run = 0; run < design->runs && count < SETTINGS_MAX; run++) {
        struct text label = design->fields[run * design->width + column];
        bool met = false;
        for (size_t i = 0; i < count && !met; i++)
            met = text_equal(labels[i], label);
        if (met)
            continue;
        text_add_string(list, count > 0 ? "+" : "=");
        text_add(list, label.bytes, label.length);
        labels[count++] = label;
    }
}

/* A column that can vary by its name alone, as a word of the list; once for all weights. */
static bool add_column(const struct robust_design *design, size_t column, bool *weights,
                       struct text_buffer *list, struct err *err)
{
    struct text name = design->names[column];
    bool plain = begins(name, plain_number);
    struct text input = plain ? (struct text){name.bytes + 2, name.length - 2} : name;
    char word[SHOWN_BYTES + 1];
    enum rule_uncertain_kind kind;
    memcpy(word, input.bytes, (size_t)shown(input));
    word[shown(input)] = '\0';
    if (text_is(name, "run") || (is_weight(input) && *weights))
        return true;
    text_add_string(list, list->length > 0 ? "," : "");
    if (is_values(input) || text_is(input, "imputed")) {
        text_add(list, input.bytes, input.length);
        return true;
    }
    if (is_weight(input) && !plain) {
        *weights = true;
        text_add_string(list, "weights");
        return true;
    }
    if (is_weight(input)) {
        err_set(err, ERR_DESIGN_COLUMN, "%.*s has numbers of a share that nothing names",
                shown(name), name.bytes);
        err_hint(err,
                 "add --uncertain weights=0.25 or weights=dirichlet:C, or write the weights "
                 "themselves under %.*s",
                 shown(input), input.bytes);
        return at_line(design, 1, err);
    }
    bool choice = rule_uncertain_of(text_of(word), &kind);
    if (choice && (kind == RULE_UNCERTAIN_SOURCES || kind == RULE_UNCERTAIN_CODERS)) {
        text_add_string(list, word);
        return true;
    }
    if (choice && !plain) {
        add_settings(design, column, list);
        return true;
    }
    if (choice) {
        err_set(err, ERR_DESIGN_COLUMN, "%.*s counts settings that nothing names", shown(name),
                name.bytes);
        err_hint(err, "add --uncertain %s=A+B, or write the settings under %s", word, word);
        return at_line(design, 1, err);
    }
    err_set(err, ERR_DESIGN_COLUMN, "the column \"%.*s\" is of nothing that can vary", shown(name),
            name.bytes);
    if (!hint_separator(name, err))
        err_hint(err,
                 "columns are run, weight/ID, and what --uncertain can name, such as values or "
                 "normalise; tidemark robust --show design --format csv writes them");
    return at_line(design, 1, err);
}

const char *robust_design_uncertain(struct arena *arena, const struct robust_design *design,
                                    struct err *err)
{
    struct text_buffer list = {0};
    bool weights = false, done = true;
    for (size_t column = 0; done && column < design->width; column++)
        done = add_column(design, column, &weights, &list, err);
    if (done && !list.failed && list.length == 0) {
        done = err_set(err, ERR_DESIGN_COLUMN, "no column names anything that varies");
        at_line(design, 1, err);
    }
    const char *text = done && !list.failed ? arena_text(arena, list.bytes, list.length) : NULL;
    text_buffer_free(&list);
    if (done && !text)
        out_of_memory(design, err);
    return text;
}

/* A column and the input that it is of. */
struct column {
    const struct robust_design *design;
    const struct robust_plan *plan;
    size_t place;
    size_t input;
    bool plain;    /* numbers between 0 and 1 */
    double weight; /* the one that the rule gives */
};

static bool refuse_column(const struct column *column, const char *what, struct err *err)
{
    struct text name = column->design->names[column->place];
    err_set(err, ERR_DESIGN_COLUMN, "the column \"%.*s\" %s", shown(name), name.bytes, what);
    return at_line(column->design, 1, err);
}

static bool refuse_unknown(const struct column *column, struct err *err)
{
    const char *names[COLUMNS_MAX];
    size_t count = 0;
    for (; count < column->plan->input_count && count < COLUMNS_MAX; count++)
        names[count] = column->plan->inputs[count].name;
    refuse_column(column, "is of nothing that varies here", err);
    size_t near = text_nearest(column->design->names[column->place], names, count);
    return near != SIZE_MAX && err_hint(err, "did you mean %s?", names[near]);
}

/* Whether a column names an input: whole, or a weight by what it is of ("weight/x" for
 * "weight/main/x"; ids are unique, but what several nodes share has several weights). */
static bool names_input(const struct robust_plan *plan, size_t input, struct text name)
{
    const char *whole = plan->inputs[input].name;
    if (text_is(name, whole) || (plan->inputs[input].kind == ROBUST_VALUES &&
                                 text_is(text_of(whole), "values") && is_values(name)))
        return true;
    const char *last = strrchr(whole, '/');
    if (!is_weight(name) || !is_weight(text_of(whole)))
        return false;
    return text_is((struct text){name.bytes + 6, name.length - 6}, last);
}

/* Whether a weight is told by its value: it varies by noise, around the same value in all cases. */
static bool is_shown_as_weight(const struct robust_plan *plan, const struct robust_weight *weight)
{
    for (size_t c = 1; c < plan->case_count; c++)
        if (weight->values[c] != weight->values[0])
            return false;
    return !weight->gammas;
}

static const char *shape_of(const struct robust_plan *plan)
{
    return rule_uncertain_shape_name(plan->cases[0]->panel->options.shape);
}

/* Which input a column is of; SIZE_MAX for "run". */
static bool find_input(struct column *column, struct err *err)
{
    struct text name = column->design->names[column->place];
    column->input = SIZE_MAX;
    if (text_is(name, "run"))
        return true;
    column->plain = begins(name, plain_number);
    if (column->plain)
        name = (struct text){name.bytes + 2, name.length - 2};
    for (size_t i = 0; i < column->plan->input_count; i++) {
        if (!names_input(column->plan, i, name))
            continue;
        if (column->input != SIZE_MAX)
            return refuse_column(column, "is of several weights: write weight/PARENT/ID", err);
        column->input = i;
    }
    if (column->input == SIZE_MAX)
        return refuse_unknown(column, err);
    if (begins(name, text_of("values=")) &&
        !text_is((struct text){name.bytes + 7, name.length - 7}, shape_of(column->plan)))
        return refuse_column(column, "is of another shape of values than --uncertain says", err);
    const struct robust_weight *weight = robust_plan_of_weight(column->plan, column->input);
    column->weight = weight ? weight->values[0] : 0;
    if (weight && !column->plain && !is_shown_as_weight(column->plan, weight))
        return refuse_column(column,
                             "is of a weight that no number alone stands for: write u/ before its "
                             "name, and numbers between 0 and 1",
                             err);
    bool given = column->plan->inputs[column->input].kind == ROBUST_WEIGHT && !column->plain;
    return !given || column->weight > 0 ||
           refuse_column(column, "is of a weight that is 0, which no run can change", err);
}

static bool refuse_cell(const struct column *column, size_t run, const char *wanted,
                        struct err *err)
{
    const struct robust_design *design = column->design;
    struct text name = design->names[column->place];
    struct text cell = design->fields[run * design->width + column->place];
    err_set(err, ERR_DESIGN_CELL, "in run %zu, %.*s is \"%.*s\": %s", run + 1, shown(name),
            name.bytes, shown(cell), cell.bytes, wanted);
    return at_line(design, design->lines[run], err);
}

static bool setting_of(const struct column *column, size_t run, struct text cell, double *out,
                       struct err *err)
{
    const struct robust_input *input = &column->plan->inputs[column->input];
    for (size_t s = 0; s < input->settings; s++)
        if (text_is(cell, input->labels[s])) {
            *out = ((double)s + 0.5) / (double)input->settings;
            return true;
        }
    refuse_cell(column, run, "that is none of the settings", err);
    size_t near = text_nearest(cell, input->labels, input->settings);
    return err_hint(err, "%s%s%s", near == SIZE_MAX ? "the first setting is " : "did you mean ",
                    input->labels[near == SIZE_MAX ? 0 : near], near == SIZE_MAX ? "" : "?");
}

static bool read_cell(const struct column *column, size_t run, double *out, struct err *err)
{
    const struct robust_design *design = column->design;
    const struct robust_input *input = &column->plan->inputs[column->input];
    struct text cell = design->fields[run * design->width + column->place];
    double number = 0;
    if (input->kind == ROBUST_CHOICE && !column->plain)
        return setting_of(column, run, cell, out, err);
    if (number_parse(cell.bytes, cell.length, &number) != NUMBER_OK)
        return refuse_cell(column, run, "a number was expected", err);
    if (column->plain) {
        *out = number;
        return (number >= 0 && number <= 1) ||
               refuse_cell(column, run, "u is a number between 0 and 1", err);
    }
    if (input->kind == ROBUST_WEIGHT) {
        *out = ((number / column->weight - 1) / input->noise + 1) / 2;
        return (number >= 0 && number <= WEIGHT_MAX && isfinite(*out)) ||
               refuse_cell(column, run, "a weight from 0 to 1e100 was expected", err);
    }
    *out = (number + 0.5) / ROBUST_PLAN_DRAWS;
    return (number >= 0 && number < ROBUST_PLAN_DRAWS && number == (double)(uint64_t)number) ||
           refuse_cell(column, run, "draws of the values count from 0 on", err);
}

const double *robust_design_numbers(struct arena *arena, const struct robust_design *design,
                                    const struct robust_plan *plan, struct err *err)
{
    double *out = arena_alloc(arena, plan->input_count * design->runs + 1, sizeof *out);
    bool *met = arena_alloc(arena, plan->input_count + 1, sizeof *met);
    if (!out || !met)
        return out_of_memory(design, err), NULL;
    for (size_t i = 0; i < plan->input_count * design->runs; i++)
        out[i] = 0.5;
    for (size_t place = 0; place < design->width; place++) {
        struct column column = {.design = design, .plan = plan, .place = place};
        if (!find_input(&column, err))
            return NULL;
        if (column.input == SIZE_MAX)
            continue;
        if (met[column.input])
            return refuse_column(&column, "is of an input that has a column already", err), NULL;
        met[column.input] = true;
        for (size_t run = 0; run < design->runs; run++)
            if (!read_cell(&column, run, &out[column.input * design->runs + run], err))
                return NULL;
    }
    for (size_t i = 0; i < plan->input_count; i++)
        if (!met[i] && plan->inputs[i].kind != ROBUST_WEIGHT) {
            err_set(err, ERR_DESIGN_COLUMN, "%s varies, but no column says how",
                    plan->inputs[i].name);
            return at_line(design, 1, err), NULL;
        }
    return out;
}

const char *robust_design_name(struct arena *arena, const struct robust_design *design, size_t run)
{
    for (size_t column = 0; column < design->width; column++)
        if (text_is(design->names[column], "run")) {
            struct text cell = design->fields[run * design->width + column];
            return arena_text(arena, cell.bytes, cell.length);
        }
    return arena_printf(arena, "%zu", run + 1);
}

const char *robust_design_cell(struct arena *arena, const struct robust_plan *plan, size_t input,
                               double u, uint64_t draw)
{
    const struct robust_input *of = &plan->inputs[input];
    char digits[NUMBER_PRINT_SIZE];
    double number = (double)draw;
    if (of->kind == ROBUST_CHOICE)
        return of->labels[robust_plan_setting(of, u)];
    const struct robust_weight *weight = robust_plan_of_weight(plan, input);
    if (weight)
        number = is_shown_as_weight(plan, weight) ? robust_plan_weight(plan, weight, 0, u) : u;
    return arena_text(arena, digits, number_print(number, digits));
}

const char *robust_design_column(struct arena *arena, const struct robust_plan *plan, size_t input)
{
    const struct robust_input *of = &plan->inputs[input];
    const struct robust_weight *weight = robust_plan_of_weight(plan, input);
    if (weight && !is_shown_as_weight(plan, weight))
        return arena_printf(arena, "u/%s", of->name);
    if (of->kind != ROBUST_VALUES || plan->cases[0]->panel->options.shape == PANEL_NORMAL)
        return of->name;
    return arena_printf(arena, "%s=%s", of->name, shape_of(plan));
}
