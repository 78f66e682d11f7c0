#include "score/rule_method.h"

#include <math.h>
#include <string.h>

/* An option that is being read: where, and what its row says. */
struct reading {
    struct rule_reader *reader;
    const struct method_option *option;
    const char *path;
};

static bool refuse(const struct reading *reading, const struct value *value, const char *expected)
{
    script_reader_error(&reading->reader->script, ERR_RULE_VALUE, reading->path,
                        reading->option->meaning, "`%s` is %s, but %s was expected", reading->path,
                        script_reader_shown(&reading->reader->script, value), expected);
    return false;
}

/* What the option takes, for a message about the value that it does not. */
static const char *expected(const struct reading *reading, const struct value *value)
{
    struct text_buffer text = {0};
    method_expected(reading->option, value->kind == VALUE_NUMBER ? value->number : NAN, &text);
    const char *kept =
        text.failed ? NULL : arena_text(reading->reader->script.arena, text.bytes, text.length);
    text_buffer_free(&text);
    return script_reader_kept(&reading->reader->script, kept);
}

/* What an item of a list must be. */
static const char *expected_item(const struct reading *reading, const struct value *item)
{
    struct method_option number = *reading->option;
    number.kind = METHOD_NUMBER;
    return expected(&(struct reading){reading->reader, &number, reading->path}, item);
}

static bool fits(const struct method_option *option, double number)
{
    return isfinite(number) && number >= option->least && number <= option->most &&
           (!option->whole || number == (double)(long long)number);
}

static bool read_number(const struct reading *reading, const struct value *value,
                        struct rule_setting *setting)
{
    if (value->kind != VALUE_NUMBER || !fits(reading->option, value->number))
        return refuse(reading, value, expected(reading, value));
    setting->number = value->number;
    return true;
}

static bool read_boolean(const struct reading *reading, const struct value *value,
                         struct rule_setting *setting)
{
    if (value->kind != VALUE_BOOLEAN)
        return refuse(reading, value, expected(reading, value));
    setting->number = value->boolean;
    return true;
}

static bool read_pair(const struct reading *reading, const struct value *value,
                      struct rule_setting *setting)
{
    double *pair = script_reader_alloc(&reading->reader->script, 2, sizeof *pair);
    const char *hint =
        strcmp(reading->option->name, "to") == 0
            ? "the worst end stands first: after normalising higher is better for all"
            : reading->option->meaning;
    if (!pair || !script_reader_pair(&reading->reader->script, value, reading->path, hint, pair))
        return false;
    setting->numbers = pair;
    setting->count = 2;
    return true;
}

/* A list of at least one number, each within its bounds, appended to numbers; false after an
 * error. */
static bool read_list(const struct reading *reading, const struct value *list, double *numbers)
{
    size_t count = value_length(list);
    if (list->kind != VALUE_TABLE || count == 0 || count != list->count)
        return refuse(reading, list, "a list of numbers");
    for (size_t i = 0; i < count; i++) {
        const struct value *item = value_item(list, i + 1);
        if (item->kind != VALUE_NUMBER || !fits(reading->option, item->number)) {
            script_reader_error(
                &reading->reader->script, ERR_RULE_VALUE, reading->path, reading->option->meaning,
                "item %zu of `%s` is %s, but %s was expected", i + 1, reading->path,
                script_reader_shown(&reading->reader->script, item), expected_item(reading, item));
            return false;
        }
        numbers[i] = item->number;
    }
    return true;
}

static bool read_numbers(const struct reading *reading, const struct value *value,
                         struct rule_setting *setting)
{
    double *numbers = script_reader_alloc(&reading->reader->script, value->count, sizeof *numbers);
    if (!numbers || !read_list(reading, value, numbers))
        return false;
    setting->numbers = numbers;
    setting->count = value->count;
    return true;
}

static bool read_matrix(const struct reading *reading, const struct value *value,
                        struct rule_setting *setting)
{
    size_t width = value_length(value);
    if (value->kind != VALUE_TABLE || width == 0 || width != value->count)
        return refuse(reading, value, "a list of rows such as { { 1, 3 }, { 1 / 3, 1 } }");
    /* Rows are counted first: a square is no larger than what the script returned. */
    for (size_t i = 1; i <= width; i++) {
        const struct value *row = value_item(value, i);
        if (row->kind == VALUE_TABLE && value_length(row) == width && row->count == width)
            continue;
        script_reader_error(&reading->reader->script, ERR_RULE_VALUE, reading->path,
                            "a square: as many numbers in each row as there are rows",
                            "row %zu of `%s` does not have %zu numbers, one for each row", i,
                            reading->path, width);
        return false;
    }
    double *numbers = script_reader_alloc(&reading->reader->script, width * width, sizeof *numbers);
    for (size_t i = 0; numbers && i < width; i++)
        if (!read_list(reading, value_item(value, i + 1), numbers + i * width))
            return false;
    setting->numbers = numbers;
    setting->count = width * width;
    setting->width = width;
    return numbers != NULL;
}

enum { WORDS_MAX = 8 };

static bool read_word(const struct reading *reading, const struct value *value,
                      struct rule_setting *setting)
{
    struct rule_reader *reader = reading->reader;
    const char *words[WORDS_MAX];
    size_t count = 0;
    for (const char *word = reading->option->words; *word && count < WORDS_MAX;) {
        size_t length = strcspn(word, " ");
        words[count++] = script_reader_text(&reader->script, (struct text){word, length});
        word += length + (word[length] == ' ');
    }
    for (size_t i = 0; i < count && value->kind == VALUE_TEXT; i++) {
        if (text_is(value->text, words[i])) {
            setting->text = words[i];
            return true;
        }
    }
    size_t near = value->kind == VALUE_TEXT ? text_nearest(value->text, words, count) : SIZE_MAX;
    const char *hint = reading->option->meaning;
    if (near != SIZE_MAX)
        hint = arena_printf(reader->script.arena, "did you mean \"%s\"?", words[near]);
    script_reader_error(&reader->script, ERR_RULE_VALUE, reading->path, hint,
                        "`%s` is %s, but %s was expected", reading->path,
                        script_reader_shown(&reader->script, value), expected(reading, value));
    return false;
}

static bool read_text(const struct reading *reading, const struct value *value,
                      struct rule_setting *setting)
{
    if (value->kind != VALUE_TEXT || value->text.length == 0)
        return refuse(reading, value, expected(reading, value));
    setting->text = script_reader_text(&reading->reader->script, value->text);
    return true;
}

bool rule_method_option(struct rule_reader *reader, const struct method_option *option,
                        const struct value *value, const char *path, struct rule_setting *setting)
{
    const struct reading reading = {reader, option, path};
    struct rule_setting read = {.given = true};
    bool good = false;
    switch (option->kind) {
    case METHOD_NUMBER:
        good = read_number(&reading, value, &read);
        break;
    case METHOD_BOOLEAN:
        good = read_boolean(&reading, value, &read);
        break;
    case METHOD_PAIR:
        good = read_pair(&reading, value, &read);
        break;
    case METHOD_NUMBERS:
        good = read_numbers(&reading, value, &read);
        break;
    case METHOD_MATRIX:
        good = read_matrix(&reading, value, &read);
        break;
    case METHOD_WORD:
        good = read_word(&reading, value, &read);
        break;
    case METHOD_TEXT:
        good = read_text(&reading, value, &read);
        break;
    case METHOD_OVER:
        good = rule_method_over(reader, value, path, &read);
        break;
    }
    if (good)
        *setting = read;
    return good;
}
