#include "cli/run_option.h"

#include "base/number.h"

#include <stdio.h>
#include <string.h>

enum { RUN_OPTION_NAME_MAX = 40 };

/* A text or a number, as it would be written behind the option; NULL when it is neither. */
static const char *scalar(struct arena *arena, const struct value *value)
{
    char digits[NUMBER_PRINT_SIZE];
    if (value->kind == VALUE_TEXT)
        return value->text.bytes;
    if (value->kind != VALUE_NUMBER)
        return NULL;
    number_print(value->number, digits);
    return arena_text(arena, digits, strlen(digits));
}

static bool unfit(const struct worker_call *call, const char *name, const char *problem,
                  struct err *err)
{
    return err_set(err, ERR_OPTION_VALUE, "the option '%s' of tide.%s %s", name, call->name,
                   problem);
}

/* What stands behind an option: a text, a number, or the items of a list with commas between. */
static const char *joined(const struct worker_call *call, const char *name,
                          const struct value *value, struct err *err)
{
    const char *text = scalar(call->arena, value);
    if (text)
        return text;
    size_t count = value->kind == VALUE_TABLE ? value_length(value) : 0;
    if (count == 0 || count != value->count) {
        unfit(call, name, "must be a text, a number or a list of these", err);
        return NULL;
    }
    for (size_t i = 1; i <= count; i++) {
        const char *item = scalar(call->arena, value_item(value, i));
        if (!item || !*item || strchr(item, ',')) {
            unfit(call, name, "has an item that is no plain text", err);
            return NULL;
        }
        text = text ? arena_printf(call->arena, "%s,%s", text, item) : item;
        if (!text) {
            err_set(err, ERR_OUT_OF_MEMORY, "out of memory while reading options");
            return NULL;
        }
    }
    return text;
}

/* "as_known" as "as-known"; false when it is no name an option can have. */
static bool option_name(const struct worker_call *call, const struct value *key, char *out,
                        struct err *err)
{
    size_t length = key->kind == VALUE_TEXT ? key->text.length : 0;
    if (key->kind != VALUE_TEXT)
        return err_set(err, ERR_OPTION_UNKNOWN,
                       "tide.%s is given a value without a name among its options", call->name);
    bool good = length > 0 && length < RUN_OPTION_NAME_MAX && key->text.bytes[0] != '_';
    for (size_t i = 0; good && i < length; i++) {
        char c = key->text.bytes[i];
        good = (c >= 'a' && c <= 'z') || c == '_';
        out[i] = c;
        if (c == '_')
            out[i] = '-';
    }
    out[good ? length : 0] = '\0';
    return good || err_set(err, ERR_OPTION_UNKNOWN, "tide.%s has no option '%s'", call->name,
                           key->text.bytes);
}

/* One option as a word of the command line; NULL in *word when it asks for nothing. */
static bool option_word(const struct worker_call *call, const struct value_pair *pair, char **word,
                        struct err *err)
{
    char name[RUN_OPTION_NAME_MAX];
    *word = NULL;
    if (!option_name(call, &pair->key, name, err))
        return false;
    const char *own = pair->key.text.bytes;
    if (pair->value.kind == VALUE_BOOLEAN) {
        if (!opt_is_flag(name))
            return unfit(call, own, "must be a text, a number or a list of these", err);
        if (pair->value.boolean)
            *word = arena_printf(call->arena, "--%s", name);
        return !pair->value.boolean || *word ||
               err_set(err, ERR_OUT_OF_MEMORY, "out of memory while reading options");
    }
    if (opt_is_flag(name))
        return unfit(call, own, "must be true or false", err);
    const char *text = joined(call, own, &pair->value, err);
    if (!text)
        return false;
    if (strcmp(name, "rule") == 0 && strpbrk(text, "/."))
        return unfit(call, own, "names a rule of scripts/rules, without a folder and .lua", err);
    *word = arena_printf(call->arena, "--%s=%s", name, text);
    return *word || err_set(err, ERR_OUT_OF_MEMORY, "out of memory while reading options");
}

bool run_option_read(const struct worker_call *call, unsigned groups, const char *apart,
                     struct opt *opt, struct err *err)
{
    const struct value *options = call->options;
    char **argv = arena_alloc(call->arena, options->count + call->word_count + 4, sizeof *argv);
    int argc = 0;
    if (!argv)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while reading options");
    argv[argc++] = arena_printf(call->arena, "tidemark");
    argv[argc++] = arena_printf(call->arena, "%s", call->name);
    for (size_t i = 0; i < options->count; i++) {
        const struct value_pair *pair = &options->pairs[i];
        if (apart && pair->key.kind == VALUE_TEXT && text_is(pair->key.text, apart))
            continue;
        if (!option_word(call, pair, &argv[argc], err))
            return false;
        argc += argv[argc] != NULL;
    }
    argv[argc++] = arena_printf(call->arena, "--");
    for (size_t i = 0; i < call->word_count; i++)
        argv[argc++] = arena_printf(call->arena, "%s", call->words[i]);
    if (arena_failed(call->arena))
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while reading options");
    return opt_parse_over(argc, argv, groups, opt, err);
}

bool run_option_text(const struct worker_call *call, const char *name, const char **text,
                     struct err *err)
{
    const struct value *value = value_field(call->options, name);
    *text = NULL;
    if (!value)
        return true;
    if (value->kind != VALUE_TEXT || value->text.length == 0)
        return unfit(call, name, "must be a text", err);
    *text = value->text.bytes;
    return true;
}

void run_option_words(const char *sentence, char *out, size_t size)
{
    static const char verb[] = "`tidemark ";
    size_t used = 0;
    while (*sentence && used + 8 < size) {
        bool word = used == 0 || sentence[-1] == ' ';
        if (strncmp(sentence, verb, strlen(verb)) == 0) {
            used += (size_t)snprintf(out + used, size - used, "`tide.");
            sentence += strlen(verb);
        } else if (word && sentence[0] == '-' && sentence[1] == '-') {
            out[used++] = '\'';
            for (sentence += 2;
                 *sentence && strchr("abcdefghijklmnopqrstuvwxyz-", *sentence) && used + 2 < size;
                 sentence++)
                out[used++] = *sentence == '-' ? '_' : *sentence;
            out[used++] = '\'';
        } else {
            out[used++] = *sentence++;
        }
    }
    out[used] = '\0';
}
