#include "lua/row_frame.h"

#include "lua/row_output.h"
#include "lua/row_run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROW_FRAME_PROBES = 5, ROW_FRAME_INPUTS_MAX = 65536, ROW_FRAME_YEAR = 2000 };

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
    run->rows = protocol_get_u32(reader);
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

static bool read_cells(struct protocol_reader *reader, struct row_run *run)
{
    size_t count = run->rows * run->input_count;
    if (count > reader->left / sizeof(double))
        return false;
    run->cells = malloc(count * sizeof *run->cells + 1);
    return run->cells && protocol_get_doubles(reader, run->cells, count) && protocol_ended(reader);
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
        for (size_t row = 0; output->text && row < run->rows; row++)
            protocol_put_u32(out, output->texts[row]);
        if (!output->text)
            protocol_put_doubles(out, output->values, run->rows);
        if (output->interval) {
            protocol_put_doubles(out, output->low, run->rows);
            protocol_put_doubles(out, output->high, run->rows);
        }
    }
}

bool row_frame_run(struct sandbox *sandbox, const struct running_function *function,
                   struct protocol_reader *reader, struct text_buffer *reply, uint32_t *failed,
                   bool *malformed)
{
    struct row_run *run = read_run(function, reader);
    *malformed = !run;
    if (!run)
        return false;
    bool good = row_run(sandbox, run);
    *failed = (uint32_t)run->row;
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
    run->rows = 1;
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

/* Fails with a sentence about the function as a whole. */
static bool refuse(struct sandbox *sandbox, const struct running_function *function,
                   const char *sentence, const char *hint)
{
    sandbox->failure =
        (struct sandbox_failure){ERR_SCRIPT_RESULT, {function->chunk, function->line}, "", ""};
    strcpy(sandbox->failure.sentence, sentence);
    strcpy(sandbox->failure.hint, hint);
    return false;
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
            return refuse(sandbox, run->function,
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
            good = refuse(sandbox, function,
                          "a function of a rule returns a number for some figures and a table for "
                          "others",
                          "return a table on every way: { NAME = …, NAME = … }");
    if (good && all->output_count == 0)
        good =
            refuse(sandbox, function, "a function of a rule returns nothing, whatever it is given",
                   "end it with `return`");
    if (good) {
        sort_outputs(all);
        put_outputs(all, reply);
    }
    free_run(all);
    return good;
}
