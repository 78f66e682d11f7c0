#include "yaml/read.h"

#include "base/number.h"

#include <string.h>

/* 3,5 or -3,5: digits on both sides of one comma. */
static bool has_decimal_comma(struct text text)
{
    size_t from = text.length > 0 && (text.bytes[0] == '-' || text.bytes[0] == '+');
    size_t commas = 0;
    for (size_t i = from; i < text.length; i++) {
        char byte = text.bytes[i];
        bool inside = i > from && i + 1 < text.length;
        if (byte == ',' && inside)
            commas++;
        else if (byte < '0' || byte > '9')
            return false;
    }
    return commas == 1;
}

static bool refuse_comma(const struct read *read, uint32_t node, const char *what, struct text text)
{
    char shown[TREE_SHOWN_SIZE], written[TREE_SHOWN_SIZE];
    tree_shown(text, shown);
    memcpy(written, shown, sizeof written);
    *strchr(written, ',') = '.';
    struct err *err = read_problem(read, node, ERR_ERROR, ERR_SCHEMA_DECIMAL_COMMA,
                                   "%s is %s: a decimal comma; write %s", what, shown, written);
    err_hint(err, "decimals follow a point; thousands are not separated");
    return false;
}

static bool refuse_quoted(const struct read *read, uint32_t node, const char *what,
                          struct text text)
{
    char shown[TREE_SHOWN_SIZE];
    struct err *err = read_problem(read, node, ERR_ERROR, ERR_SCHEMA_NUMBER_QUOTED,
                                   "%s is \"%s\": text in quotes; write %s", what,
                                   tree_shown(text, shown), shown);
    err_hint(err, "delete the quotes");
    return false;
}

/* ~ and null are other YAML readers' words for nothing. */
static bool stands_for_nothing(struct text text)
{
    return text_is(text, "~") || text_is(text, "null") || text_is(text, "NA") ||
           text_is(text, ".nan") || text_is(text, ".NaN") || text_is(text, "n/a");
}

static bool refuse(const struct read *read, uint32_t node, const char *what, struct text text,
                   enum number_problem problem)
{
    char shown[TREE_SHOWN_SIZE];
    struct err *err = read_problem(read, node, ERR_ERROR, ERR_SCHEMA_NUMBER, "%s is %s: %s", what,
                                   tree_shown(text, shown), number_problem_text(problem));
    if (stands_for_nothing(text))
        err_hint(err, "leave out what is missing; it stays missing");
    else
        err_hint(err, "write a number such as 3, -0.5 or 1.2e6");
    return false;
}

bool read_number(const struct read *read, uint32_t node, const char *what, double *out)
{
    if (!read_kind(read, node, what, TREE_SCALAR))
        return false;
    struct text text = tree_text(read->tree, node);
    if (text.length == 0) {
        struct err *err =
            read_problem(read, node, ERR_ERROR, ERR_SCHEMA_EMPTY, "%s is empty", what);
        err_hint(err, "write a number, or delete the field: what is missing stays missing");
        return false;
    }
    double number;
    enum number_problem problem = number_parse(text.bytes, text.length, &number);
    if (problem != NUMBER_OK)
        return has_decimal_comma(text) && text.length < TREE_SHOWN_SIZE - 4
                   ? refuse_comma(read, node, what, text)
                   : refuse(read, node, what, text, problem);
    if (tree_at(read->tree, node)->style != TREE_PLAIN)
        return refuse_quoted(read, node, what, text);
    *out = number;
    return true;
}
