#include "lua/formula_decode.h"

#include "lua/arithmetic.h"
#include "lua/decode.h"
#include "lua/explain.h"
#include "lua/protocol.h"

#include <math.h>
#include <string.h>

/* A step, an operand, a result and a text take at least so many bytes. */
enum {
    FORMULA_DECODE_STEP_BYTES = 25,
    FORMULA_DECODE_OPERAND_BYTES = 4,
    FORMULA_DECODE_RESULT_BYTES = 17,
    FORMULA_DECODE_TEXT_BYTES = 4,
    FORMULA_DECODE_GIVEN_MAX = 120,
};

struct decoder {
    const struct formula_decode *with;
    struct arena *arena;
    struct protocol_reader reader;
    struct formula_step *steps;
    uint32_t *operands;
    size_t operand_count;
    bool *texts; /* steps that give a text */
    const char *problem;
};

static bool refuse(struct decoder *decoder, const char *problem)
{
    if (!decoder->problem)
        decoder->problem = problem;
    return false;
}

static bool fail(struct err *err, const char *problem)
{
    return err_set(err, ERR_SCRIPT_STOPPED,
                   "the script worker gave an answer that cannot be read: %s", problem);
}

/* A clean text in the arena; NULL, refused, when it is none. */
static const char *get_text(struct decoder *decoder, size_t max)
{
    struct text text = protocol_get_text(&decoder->reader, max);
    if (decoder->reader.failed) {
        refuse(decoder, "a text is cut short or too long");
        return NULL;
    }
    if (!decode_is_text(text)) {
        refuse(decoder, "a text is not clean UTF-8");
        return NULL;
    }
    const char *copy = arena_text(decoder->arena, text.bytes, text.length);
    if (!copy)
        refuse(decoder, "there is no memory for it");
    return copy;
}

static bool is_panel(enum formula_op op)
{
    return op >= FORMULA_RANK && op <= FORMULA_MINMAX;
}

/* Texts and `given` stand where the operation has them, and nowhere else. */
static bool get_texts(struct decoder *decoder, struct formula_step *step)
{
    const char *text = get_text(decoder, PROTOCOL_TEXT_MAX);
    const char *given = text ? get_text(decoder, FORMULA_DECODE_GIVEN_MAX) : NULL;
    if (!given)
        return false;
    bool has_text = step->op == FORMULA_TEXT || is_panel(step->op);
    bool has_given = step->op == FORMULA_LAG || is_panel(step->op);
    if ((!has_text && *text) || (is_panel(step->op) && !*text) || has_given != (*given == '@'))
        return refuse(decoder, "a step has a text that is not its own");
    step->text = has_text ? text : NULL;
    step->given = has_given ? given : NULL;
    return true;
}

/* What number means depends on the operation. */
static bool check_number(struct decoder *decoder, struct formula_step *step)
{
    double number = step->number;
    bool good = isfinite(number);
    if (step->op == FORMULA_INPUT) {
        good = number >= 0 && number < (double)decoder->with->name_count && floor(number) == number;
        if (good)
            step->text = decoder->with->names[(size_t)number];
        step->number = 0;
    } else if (step->op == FORMULA_LAG) {
        good = number >= 1 && number <= 1e6 && floor(number) == number;
    } else if (step->op == FORMULA_SELECT) {
        good = number == 0 || number == 1;
    } else if (step->op != FORMULA_NUMBER) {
        good = number == 0;
    }
    return good || refuse(decoder, "a step has a number that does not fit it");
}

/* Texts stand in results and in the second and third operand of SELECT only; a missing value may be
 * either. */
static bool check_operands(struct decoder *decoder, const struct formula_step *step, uint32_t at)
{
    const uint32_t *operands = decoder->operands + step->first;
    int wanted = arithmetic_operands(step->op);
    bool text = step->op == FORMULA_TEXT, number = false;
    if (wanted != ARITHMETIC_ANY && step->count != (uint32_t)wanted)
        return refuse(decoder, "a step has too few or too many operands");
    for (uint32_t i = 0; i < step->count; i++) {
        if (operands[i] >= at)
            return refuse(decoder, "a step uses one that does not stand before it");
        bool is_text = decoder->texts[operands[i]];
        if (is_text && (step->op != FORMULA_SELECT || i == 0))
            return refuse(decoder, "a step calculates with a text");
        text = text || is_text;
        number = number || (step->op == FORMULA_SELECT && i > 0 && !is_text &&
                            decoder->steps[operands[i]].op != FORMULA_NIL);
    }
    if (text && number)
        return refuse(decoder, "a step chooses between a number and a text");
    decoder->texts[at] = text;
    return true;
}

static bool get_operands(struct decoder *decoder, struct formula_step *step)
{
    struct protocol_reader *reader = &decoder->reader;
    step->first = (uint32_t)decoder->operand_count;
    step->count = protocol_get_u32(reader);
    if (reader->failed || step->count > reader->left / FORMULA_DECODE_OPERAND_BYTES)
        return refuse(decoder, "it is cut short");
    if (step->count > FORMULA_OPERANDS_MAX - decoder->operand_count)
        return refuse(decoder, "it has too many operands");
    for (uint32_t i = 0; i < step->count; i++)
        decoder->operands[decoder->operand_count++] = protocol_get_u32(reader);
    return true;
}

static bool get_step(struct decoder *decoder, uint32_t at)
{
    struct protocol_reader *reader = &decoder->reader;
    struct formula_step *step = &decoder->steps[at];
    uint8_t op = protocol_get_byte(reader);
    if (op >= FORMULA_OPS)
        return refuse(decoder, "a step is of no known kind");
    step->op = (enum formula_op)op;
    step->line = protocol_get_u32(reader);
    step->number = protocol_get_double(reader);
    return get_texts(decoder, step) && check_number(decoder, step) && get_operands(decoder, step) &&
           check_operands(decoder, step, at);
}

/* Conditions are what SELECT and NOT ask, and equality made whole with DEFAULT; any number may
 * stand for one. */
static bool get_steps(struct decoder *decoder, struct formula *formula)
{
    uint32_t count = protocol_get_u32(&decoder->reader);
    size_t left = decoder->reader.left;
    if (decoder->reader.failed || count > left / FORMULA_DECODE_STEP_BYTES ||
        count > FORMULA_STEPS_MAX)
        return refuse(decoder, "it claims more steps than there are");
    decoder->steps = arena_alloc(decoder->arena, count, sizeof *decoder->steps);
    decoder->texts = arena_alloc(decoder->arena, count, sizeof *decoder->texts);
    decoder->operands =
        arena_alloc(decoder->arena, left / FORMULA_DECODE_OPERAND_BYTES, sizeof(uint32_t));
    if (!decoder->steps || !decoder->texts || !decoder->operands)
        return refuse(decoder, "there is no memory for it");
    for (uint32_t i = 0; i < count; i++)
        if (!get_step(decoder, i))
            return false;
    formula->steps = decoder->steps;
    formula->step_count = count;
    formula->operands = decoder->operands;
    formula->operand_count = decoder->operand_count;
    return true;
}

static bool is_step_of(const struct decoder *decoder, const struct formula *formula, uint32_t step,
                       bool text)
{
    if (formula->step_count == 0)
        return step == 0;
    return step < formula->step_count &&
           (decoder->texts[step] == text || formula->steps[step].op == FORMULA_NIL);
}

static bool get_result(struct decoder *decoder, const struct formula *formula,
                       struct formula_result *result)
{
    struct protocol_reader *reader = &decoder->reader;
    result->name = get_text(decoder, PROTOCOL_NAME_MAX);
    uint8_t text = protocol_get_byte(reader);
    result->text = text == 1;
    result->value = protocol_get_u32(reader);
    result->low = protocol_get_u32(reader);
    result->high = protocol_get_u32(reader);
    if (!result->name || reader->failed || text > 1)
        return refuse(decoder, "a result is cut short");
    if (*result->name && !decode_is_result_name(text_of(result->name)))
        return refuse(decoder, "a result has a name that is none");
    bool interval = result->low != FORMULA_NONE;
    if (!is_step_of(decoder, formula, result->value, result->text) ||
        interval != (result->high != FORMULA_NONE) || (interval && result->text) ||
        (interval && (!is_step_of(decoder, formula, result->low, false) ||
                      !is_step_of(decoder, formula, result->high, false))))
        return refuse(decoder, "a result is not one of the steps");
    return true;
}

static bool get_results(struct decoder *decoder, struct formula *formula)
{
    uint32_t count = protocol_get_u32(&decoder->reader);
    if (decoder->reader.failed || count == 0 || count > FORMULA_RESULTS_MAX ||
        count > decoder->reader.left / FORMULA_DECODE_RESULT_BYTES)
        return refuse(decoder, "it claims more results than there are, or none");
    struct formula_result *results = arena_alloc(decoder->arena, count, sizeof *results);
    if (!results)
        return refuse(decoder, "there is no memory for it");
    for (uint32_t i = 0; i < count; i++) {
        if (!get_result(decoder, formula, &results[i]))
            return false;
        if (i > 0 && (strcmp(results[i - 1].name, results[i].name) >= 0 || !*results[0].name))
            return refuse(decoder, "results are out of order");
    }
    formula->results = results;
    formula->result_count = count;
    return true;
}

static const char *file_of(const struct decoder *decoder, uint32_t chunk)
{
    return chunk < decoder->with->file_count ? decoder->with->files[chunk] : NULL;
}

/* Why a function is not traced, in a sentence. does: text says what the line does. */
static bool get_reason(struct decoder *decoder, struct formula *formula)
{
    struct protocol_reader *reader = &decoder->reader;
    uint32_t chunk = protocol_get_u32(reader), line = protocol_get_u32(reader);
    bool does = protocol_get_byte(reader) == 1;
    struct text text = protocol_get_text(reader, PROTOCOL_SENTENCE_MAX);
    struct text_buffer sentence = {0};
    const char *file = file_of(decoder, chunk);
    if (reader->failed)
        return refuse(decoder, "it is cut short");
    explain_untraced(&sentence, chunk == 0 ? NULL : file, file ? line : 0, does, text);
    if (!sentence.failed)
        formula->untraced = arena_text(decoder->arena, sentence.bytes, sentence.length);
    formula->untraced_line = chunk == 0 && file ? line : 0;
    text_buffer_free(&sentence);
    return formula->untraced || refuse(decoder, "there is no memory for it");
}

static bool get_formula(struct decoder *decoder, struct formula *formula)
{
    struct protocol_reader *reader = &decoder->reader;
    uint32_t chunk = protocol_get_u32(reader), line = protocol_get_u32(reader);
    uint8_t verify = protocol_get_byte(reader), traced = protocol_get_byte(reader);
    if (reader->failed || verify > 1 || traced > 1)
        return refuse(decoder, "it is cut short");
    formula->file = file_of(decoder, chunk);
    formula->line = formula->file ? line : 0;
    formula->verify = verify;
    if (!formula->file)
        formula->file = file_of(decoder, 0);
    if (!traced && !get_reason(decoder, formula))
        return false;
    if (!get_steps(decoder, formula) || (formula->step_count == 0) == traced)
        return refuse(decoder, "it has steps and should not, or should and has none");
    return get_results(decoder, formula) &&
           (protocol_ended(reader) || refuse(decoder, "it does not end where it should"));
}

struct formula *formula_decode(const struct formula_decode *decode, const char *bytes,
                               size_t length, struct err *err)
{
    struct decoder decoder = {
        .with = decode, .arena = decode->arena, .reader = protocol_reader_of(bytes, length)};
    struct formula *formula = arena_alloc(decode->arena, 1, sizeof *formula);
    if (formula ? get_formula(&decoder, formula) : refuse(&decoder, "there is no memory for it"))
        return formula;
    fail(err, decoder.problem);
    return NULL;
}

/* The texts among the results of rows, from 1. */
static const char **get_row_texts(struct decoder *decoder, uint32_t *count)
{
    *count = protocol_get_u32(&decoder->reader);
    if (decoder->reader.failed || *count > decoder->reader.left / FORMULA_DECODE_TEXT_BYTES) {
        refuse(decoder, "it claims more texts than there are");
        return NULL;
    }
    const char **texts = arena_alloc(decoder->arena, (size_t)*count + 1, sizeof *texts);
    if (!texts)
        refuse(decoder, "there is no memory for it");
    for (uint32_t i = 0; texts && i < *count; i++)
        if (!(texts[i + 1] = get_text(decoder, PROTOCOL_TEXT_MAX)))
            return NULL;
    return texts;
}

static bool get_numbers(struct decoder *decoder, double *column, size_t count)
{
    if (count > decoder->reader.left / sizeof(double))
        return refuse(decoder, "it is cut short");
    for (size_t i = 0; i < count; i++) {
        double number = protocol_get_double(&decoder->reader);
        if (isinf(number))
            return refuse(decoder, "a number is not finite");
        if (column)
            column[i] = isnan(number) ? NAN : number;
    }
    return true;
}

static bool get_text_column(struct decoder *decoder, const char **texts, uint32_t text_count,
                            const char **column, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t text = protocol_get_u32(&decoder->reader);
        if (decoder->reader.failed || text > text_count)
            return refuse(decoder, "a text is none of those sent");
        if (column)
            column[i] = texts[text];
    }
    return true;
}

bool formula_decode_rows(struct arena *arena, const struct formula *formula,
                         struct formula_rows *rows, size_t first, size_t count, const char *bytes,
                         size_t length, struct err *err)
{
    struct decoder decoder = {.arena = arena, .reader = protocol_reader_of(bytes, length)};
    uint32_t touched = protocol_get_u32(&decoder.reader);
    uint32_t line = protocol_get_u32(&decoder.reader), text_count = 0;
    const char **texts = get_row_texts(&decoder, &text_count);
    bool good =
        texts && (touched <= count || refuse(&decoder, "it counts more rows than there are"));
    for (size_t i = 0; good && i < formula->result_count; i++) {
        const struct formula_result *result = &formula->results[i];
        size_t at = i * rows->rows + first;
        good = result->text ? get_text_column(&decoder, texts, text_count,
                                              rows->texts ? rows->texts + at : NULL, count)
                            : get_numbers(&decoder, rows->values + at, count);
        if (good && result->low != FORMULA_NONE)
            good = get_numbers(&decoder, rows->low ? rows->low + at : NULL, count) &&
                   get_numbers(&decoder, rows->high ? rows->high + at : NULL, count);
    }
    if (good && !protocol_ended(&decoder.reader))
        good = refuse(&decoder, "it does not end where it should");
    if (!good)
        return fail(err, decoder.problem);
    if (rows->touched == 0)
        rows->touched_line = line;
    rows->touched += touched;
    return true;
}
