#include "lua/row_frame.h"

#include "lua/row_output.h"
#include "lua/row_run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROW_FRAME_PROBES = 5,
    ROW_FRAME_AGAIN = 64,
    ROW_FRAME_INPUTS_MAX = 65536,
    ROW_FRAME_YEAR = 2000
};

static void free_run(struct row_run *run)
{
    for (size_t i = 0; run && i < run->output_count; i++) {
        free(run->outputs[i].values);
        free(run->outputs[i].low);
        free(run->outputs[i].high);
        free(run->outputs[i].texts);
    }
    if (run) {
        free(run->cells);
        free(run->given);
        free(run->input_of);
        free(run->asked);
        free(run->is_asked);
        text_buffer_free(&run->texts);
    }
    free(run);
}

/* A run without rows yet, with room for inputs. */
static struct row_run *new_run(const struct running_function *function, size_t inputs)
{
    struct row_run *run = calloc(1, sizeof *run);
    if (!run)
        return NULL;
    size_t names = function->names->count;
    run->function = function;
    run->given = calloc(inputs + 1, sizeof *run->given);
    run->input_of = malloc((names + 1) * sizeof *run->input_of);
    run->asked = calloc(names + 1, sizeof *run->asked);
    run->is_asked = calloc(names + 1, sizeof *run->is_asked);
    if (!run->given || !run->input_of || !run->asked || !run->is_asked) {
        free_run(run);
        return NULL;
    }
    for (size_t i = 0; i < names; i++)
        run->input_of[i] = NAMES_NONE;
    return run;
}

static bool read_inputs(struct protocol_reader *reader, struct row_run *run, uint32_t count)
{
    uint32_t guess = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct text name = protocol_get_text(reader, PROTOCOL_TEXT_MAX);
        bool given = name.length > 0 && name.bytes[0] == '@';
        uint32_t index = given ? NAMES_NONE : names_find(run->function->names, name, guess);
        run->input_count++;
        if (given)
            run->given[run->given_count++] = (struct row_state_given){name, i};
        if (index != NAMES_NONE) {
            run->input_of[index] = i;
            guess = index + 1;
        }
    }
    return !reader->failed;
}

/* The results that are wanted, before whose columns the number of rows must be known. */
static bool read_outputs(struct protocol_reader *reader, struct row_run *run)
{
    run->wanted = protocol_get_u32(reader);
    run->rows = run->wanted + (run->wanted < ROW_FRAME_AGAIN ? run->wanted : ROW_FRAME_AGAIN);
    uint32_t count = protocol_get_u32(reader);
    if (reader->failed || run->rows > PROTOCOL_FRAME_MAX || count > FORMULA_RESULTS_MAX)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        struct text name = protocol_get_text(reader, PROTOCOL_NAME_MAX);
        bool text = protocol_get_byte(reader) == 1, interval = protocol_get_byte(reader) == 1;
        if (reader->failed || !row_output_make(run, name, text, interval))
            return false;
    }
    return true;
}

/* The row that another one, or itself, repeats. Repeated are rows from all over, the last first, so
 * that what a function keeps from the row before shows too. */
static size_t row_behind(const struct row_run *run, size_t row)
{
    if (row < run->wanted)
        return row;
    return run->wanted - 1 - (row - run->wanted) * run->wanted / (run->rows - run->wanted);
}

static bool read_cells(struct protocol_reader *reader, struct row_run *run)
{
    size_t inputs = run->input_count, count = run->wanted * inputs;
    if (count > reader->left / sizeof(double))
        return false;
    run->cells = malloc(run->rows * inputs * sizeof *run->cells + 1);
    if (!run->cells || !protocol_get_doubles(reader, run->cells, count) || !protocol_ended(reader))
        return false;
    for (size_t row = run->wanted; row < run->rows; row++)
        memcpy(run->cells + row * inputs, run->cells + row_behind(run, row) * inputs,
               inputs * sizeof *run->cells);
    return true;
}

static struct row_run *read_run(const struct running_function *function,
                                struct protocol_reader *reader)
{
    uint32_t inputs = protocol_get_u32(reader);
    struct row_run *run =
        inputs <= ROW_FRAME_INPUTS_MAX && !reader->failed ? new_run(function, inputs) : NULL;
    if (run && read_inputs(reader, run, inputs) && read_outputs(reader, run) &&
        read_cells(reader, run))
        return run;
    free_run(run);
    return NULL;
}

static void put_results(const struct row_run *run, struct text_buffer *out)
{
    protocol_put_u32(out, (uint32_t)run->touched);
    protocol_put_u32(out, run->touched_line);
    protocol_put_u32(out, run->text_count);
    text_add(out, run->texts.bytes, run->texts.length);
    for (size_t i = 0; i < run->output_count; i++) {
        const struct row_state_output *output = &run->outputs[i];
        for (size_t row = 0; output->text && row < run->wanted; row++)
            protocol_put_u32(out, output->texts[row]);
        if (!output->text)
            protocol_put_doubles(out, output->values, run->wanted);
        if (output->interval) {
            protocol_put_doubles(out, output->low, run->wanted);
            protocol_put_doubles(out, output->high, run->wanted);
        }
    }
}

/* Fails with a sentence about the function as a whole. */
static bool refuse(struct sandbox *sandbox, enum err_code code,
                   const struct running_function *function, const char *sentence, const char *hint)
{
    sandbox->failure =
        (struct sandbox_failure){.code = code, .place = {function->chunk, function->line}};
    strcpy(sandbox->failure.sentence, sentence);
    strcpy(sandbox->failure.hint, hint);
    return false;
}

static bool is_same(const struct row_state_output *output, size_t a, size_t b)
{
    const double *const columns[] = {output->values, output->low, output->high};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (memcmp(&columns[i][a], &columns[i][b], sizeof(double)) != 0)
            return false;
    return output->texts[a] == output->texts[b];
}

/* False with failure filled in when a row that was repeated came out differently. */
static bool is_repeatable(struct sandbox *sandbox, struct row_run *run)
{
    for (size_t row = run->wanted; row < run->rows; row++)
        for (size_t i = 0; i < run->output_count; i++) {
            if (is_same(&run->outputs[i], row, row_behind(run, row)))
                continue;
            run->row = row;
            return refuse(
                sandbox, ERR_SCRIPT_FORMULA, run->function,
                "a function of a rule gives something else when it is run again with the "
                "same figures",
                "it changes a name outside itself; let it compute from its figures alone");
        }
    return true;
}

bool row_frame_run(struct sandbox *sandbox, const struct running_function *function,
                   struct protocol_reader *reader, struct text_buffer *reply, uint32_t *failed,
                   bool *malformed)
{
    struct row_run *run = read_run(function, reader);
    *malformed = !run;
    if (!run)
        return false;
    bool good = row_run(sandbox, run) && is_repeatable(sandbox, run);
    *failed = run->row < run->rows ? (uint32_t)row_behind(run, run->row) : 0;
    if (good)
        put_results(run, reply);
    *malformed = run->texts.failed;
    free_run(run);
    return good;
}

/* What a made-up row holds for an input: missing, three plain figures, and a mixture. */
static double made_up(const struct names_item *item, size_t input, size_t row)
{
    static const double same[] = {NAN, 0.5, 1, 50};
    static const double mixed[] = {0.25, NAN, 75, 3};
    if (row > 0 && strcmp(item->id, "year") == 0 && !item->node)
        return ROW_FRAME_YEAR;
    return row < 4 ? same[row] : mixed[input % 4];
}

/* A run over one made-up row. */
static struct row_run *probe_run(const struct running_function *function, size_t row)
{
    const struct names *names = function->names;
    struct row_run *run = new_run(function, names->count);
    if (!run)
        return NULL;
    run->rows = run->wanted = 1;
    run->probes = true;
    run->cells = malloc((names->count + 1) * sizeof *run->cells);
    if (!run->cells) {
        free_run(run);
        return NULL;
    }
    for (uint32_t i = 0; i < names->count; i++) {
        run->input_count++;
        run->input_of[i] = i;
        run->cells[i] = made_up(&names->items[i], i, row);
    }
    return run;
}

/* Adds the results of one row to those of the rows before. False with failure filled in when one is
 * a number here and a text there, or without memory. */
static bool join(struct sandbox *sandbox, struct row_run *all, const struct row_run *run)
{
    for (size_t i = 0; i < run->output_count; i++) {
        const struct row_state_output *output = &run->outputs[i];
        size_t at = 0;
        while (at < all->output_count && strcmp(all->outputs[at].name, output->name) != 0)
            at++;
        if (at == all->output_count &&
            !row_output_make(all, text_of(output->name), output->text, output->interval))
            return sandbox_fail_memory(sandbox);
        all->outputs[at].interval = all->outputs[at].interval || output->interval;
        if (all->outputs[at].text != output->text)
            return refuse(sandbox, ERR_SCRIPT_RESULT, run->function,
                          "a result is a number for some figures and a text for others", "");
    }
    return true;
}

static void sort_outputs(struct row_run *run)
{
    for (size_t i = 1; i < run->output_count; i++)
        for (size_t k = i; k > 0; k--) {
            struct row_state_output *a = &run->outputs[k - 1], *b = &run->outputs[k], moving = *a;
            if (strcmp(a->name, b->name) < 0)
                break;
            *a = *b;
            *b = moving;
        }
}

static void put_outputs(const struct row_run *run, struct text_buffer *out)
{
    protocol_put_u32(out, (uint32_t)run->output_count);
    for (size_t i = 0; i < run->output_count; i++) {
        const struct row_state_output *output = &run->outputs[i];
        uint32_t end = output->interval ? 0 : FORMULA_NONE;
        protocol_put_text(out, output->name, strlen(output->name));
        protocol_put_byte(out, output->text);
        protocol_put_u32(out, 0);
        protocol_put_u32(out, end);
        protocol_put_u32(out, end);
    }
}

/* Whether an error in a made-up row shows what is wrong whatever the figures are. */
static bool is_certain(const struct sandbox *sandbox)
{
    return sandbox->stopped || sandbox->failure.code != ERR_SCRIPT_RUN;
}

bool row_frame_probe(struct sandbox *sandbox, const struct running_function *function,
                     struct text_buffer *reply)
{
    struct sandbox_failure first = {0};
    struct row_run *all = new_run(function, 0);
    bool good = all || sandbox_fail_memory(sandbox), some = false;
    for (size_t row = 0; good && row < ROW_FRAME_PROBES; row++) {
        struct row_run *run = probe_run(function, row);
        bool complete = row > 0 && row < 4, ran = run && row_run(sandbox, run);
        if (!run)
            good = sandbox_fail_memory(sandbox);
        else if (!ran && is_certain(sandbox))
            good = false;
        if (complete && ran)
            some = true;
        if (complete && run && !ran && first.code == ERR_CODE_NONE)
            first = sandbox->failure;
        good = good && (!ran || join(sandbox, all, run));
        free_run(run);
    }
    if (good && !some) {
        sandbox->failure = first;
        good = false;
    }
    for (size_t i = 0; good && i < all->output_count; i++)
        if (all->output_count > 1 && all->outputs[i].name_length == 0)
            good = refuse(sandbox, ERR_SCRIPT_RESULT, function,
                          "a function of a rule returns a number for some figures and a table for "
                          "others",
                          "return a table on every way: { NAME = …, NAME = … }");
    if (good && all->output_count == 0)
        good = refuse(sandbox, ERR_SCRIPT_RESULT, function,
                      "a function of a rule returns nothing, whatever it is given",
                      "end it with `return`");
    if (good) {
        sort_outputs(all);
        put_outputs(all, reply);
    }
    free_run(all);
    return good;
}
