#include "yaml/read.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { NAMES_MAX = 64 };

static struct err *add(const struct read *read, const struct err *err)
{
    size_t before = read->list->count;
    err_list_add(read->list, err);
    return read->list->count > before ? &read->list->items[before] : NULL;
}

struct err *read_problem(const struct read *read, uint32_t node, enum err_severity severity,
                         enum err_code code, const char *format, ...)
{
    char sentence[ERR_SENTENCE_SIZE * 2];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    struct err err;
    err_set(&err, code, "%s", sentence);
    err.severity = severity;
    err_at(&err, tree_place(read->tree, node));
    if (read->path)
        err_in(&err, "%s", read->path);
    return add(read, &err);
}

/* Nothing was written: `name:` or `name: ""`. */
static bool is_empty(const struct tree *tree, uint32_t node)
{
    return tree_at(tree, node)->kind == TREE_SCALAR && tree_text(tree, node).length == 0;
}

static const char *kind_name(enum tree_kind kind)
{
    static const char *const names[] = {"a single value", "a list", "a mapping of fields"};
    return names[kind];
}

static bool refuse_empty(const struct read *read, uint32_t node, const char *what)
{
    struct err *err = read_problem(read, node, ERR_ERROR, ERR_SCHEMA_EMPTY, "%s is empty", what);
    err_hint(err, "give it a value; only a field that is not required may be deleted instead");
    return false;
}

bool read_kind(const struct read *read, uint32_t node, const char *what, enum tree_kind kind)
{
    const struct tree_node *found = tree_at(read->tree, node);
    if (found->kind == kind)
        return true;
    if (is_empty(read->tree, node))
        return refuse_empty(read, node, what);
    struct text text = tree_text(read->tree, node);
    struct err *err =
        read_problem(read, node, ERR_ERROR, ERR_SCHEMA_KIND, "%s must be %s, but %s stands here",
                     what, kind_name(kind), kind_name(found->kind));
    if (kind == TREE_MAPPING && memchr(text.bytes, ':', text.length))
        err_hint(err, "a space must follow the colon: name: value");
    else if (kind == TREE_MAPPING)
        err_hint(err, "write fields as name: value");
    else if (kind == TREE_SEQUENCE)
        err_hint(err, "write it as [a, b], or each item on its own line after a dash");
    return false;
}

static bool is_called(const struct read_field *field, struct text name)
{
    size_t i = 0;
    while (i < name.length && field->name[i] == name.bytes[i])
        i++;
    return i == name.length && field->name[i] == '\0';
}

/* The index of the field called name, count if there is none. Fields mostly stand in the order of
 * the table, so the search begins at from. */
static size_t field_index(const struct read_field *fields, size_t count, size_t from,
                          struct text name)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = from + i < count ? from + i : from + i - count;
        if (is_called(&fields[at], name))
            return at;
    }
    return count;
}

/* names joined by commas, as far as they fit. */
static void join_names(const char *const *names, size_t count, char out[ERR_HINT_SIZE])
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count && used < ERR_HINT_SIZE; i++) {
        int length =
            snprintf(out + used, ERR_HINT_SIZE - used, "%s%s", i > 0 ? ", " : "", names[i]);
        used += length > 0 ? (size_t)length : 0;
    }
}

/* "did you mean", or all there are. */
static void hint_names(struct err *err, struct text word, const char *const *names, size_t count,
                       const char *lead)
{
    char joined[ERR_HINT_SIZE];
    size_t nearest = text_nearest(word, names, count);
    if (nearest != SIZE_MAX) {
        err_hint(err, "did you mean \"%s\"?", names[nearest]);
        return;
    }
    join_names(names, count, joined);
    err_hint(err, "%s %s", lead, joined);
}

static bool holds_no_break_space(struct text text)
{
    return memmem(text.bytes, text.length, "\xC2\xA0", 2) != NULL;
}

static void refuse_field(const struct read *read, uint32_t key, const char *what,
                         const struct read_field *fields, size_t count)
{
    const char *names[NAMES_MAX];
    size_t known = count < NAMES_MAX ? count : NAMES_MAX;
    for (size_t i = 0; i < known; i++)
        names[i] = fields[i].name;
    char shown[TREE_SHOWN_SIZE];
    struct text name = tree_text(read->tree, key);
    struct err *err = read_problem(read, key, ERR_ERROR, ERR_SCHEMA_FIELD_UNKNOWN,
                                   "unknown field \"%s\" in %s", tree_shown(name, shown), what);
    if (holds_no_break_space(name))
        err_hint(err, "it holds a no-break space (U+00A0): replace it by a plain space");
    else
        hint_names(err, name, names, known, "its fields are");
}

static bool all_digits(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] < '0' || text.bytes[i] > '9')
            return false;
    return text.length > 0;
}

/* In {value: 3,5} YAML reads value 3 and a field "5" without a value. True when before (the value
 * in front, TREE_NONE if none) and key are such a pair; the problem is then added. */
static bool refuse_decimal_comma(const struct read *read, uint32_t name, uint32_t before,
                                 uint32_t key)
{
    const struct tree *tree = read->tree;
    const struct tree_node *whole = tree_at(tree, before), *rest = tree_at(tree, key);
    struct text head = tree_text(tree, before), tail = tree_text(tree, key), digits = head;
    size_t comma = (size_t)whole->offset + whole->length;
    if (before == TREE_NONE || whole->kind != TREE_SCALAR || whole->style != TREE_PLAIN ||
        rest->style != TREE_PLAIN || !is_empty(tree, rest->next) || rest->offset != comma + 1 ||
        tree->source[comma] != ',')
        return false;
    if (digits.length > 1 && digits.bytes[0] == '-')
        digits = (struct text){digits.bytes + 1, digits.length - 1};
    if (!all_digits(digits) || !all_digits(tail))
        return false;
    char field[TREE_SHOWN_SIZE], units[TREE_SHOWN_SIZE], decimals[TREE_SHOWN_SIZE];
    struct err *err = read_problem(
        read, before, ERR_ERROR, ERR_SCHEMA_DECIMAL_COMMA,
        "%s is %s,%s: a decimal comma; write %s.%s", tree_shown(tree_text(tree, name), field),
        tree_shown(head, units), tree_shown(tail, decimals), units, decimals);
    err_hint(err, "inside braces a comma ends the field: YAML reads %s, then a field \"%s\"", units,
             decimals);
    if (err)
        err->place.width = whole->length + 1 + rest->length;
    return true;
}

static bool check_required(const struct read *read, uint32_t mapping, const char *what,
                           const struct read_field *fields, size_t count, const uint32_t *nodes)
{
    bool complete = true;
    for (size_t i = 0; i < count; i++) {
        if (!fields[i].required || nodes[i] != TREE_NONE)
            continue;
        struct err *err = read_problem(read, mapping, ERR_ERROR, ERR_SCHEMA_FIELD_MISSING,
                                       "%s has no \"%s\"", what, fields[i].name);
        err_hint(err, "add %s: …", fields[i].name);
        complete = false;
    }
    return complete;
}

bool read_fields(const struct read *read, uint32_t mapping, const char *what,
                 const struct read_field *fields, size_t count, uint32_t *nodes)
{
    const struct tree *tree = read->tree;
    for (size_t i = 0; i < count; i++)
        nodes[i] = TREE_NONE;
    if (mapping == TREE_NONE) {
        read_problem(read, mapping, ERR_ERROR, ERR_SCHEMA_EMPTY, "the file is empty, but %s is due",
                     what);
        return false;
    }
    if (!read_kind(read, mapping, what, TREE_MAPPING))
        return false;
    bool fine = true;
    size_t from = 0;
    uint32_t name = TREE_NONE, before = TREE_NONE;
    for (uint32_t key = tree_first(tree, mapping); key != TREE_NONE;) {
        uint32_t value = tree_next(tree, key);
        size_t found = field_index(fields, count, from, tree_text(tree, key));
        if (found < count) {
            if (nodes[found] == TREE_NONE)
                nodes[found] = value;
            from = found + 1;
        } else {
            fine = false;
            if (!refuse_decimal_comma(read, name, before, key))
                refuse_field(read, key, what, fields, count);
        }
        name = key;
        before = value;
        key = tree_next(tree, value);
    }
    return check_required(read, mapping, what, fields, count, nodes) && fine;
}

/* The value of a scalar that holds something; else false after adding a problem. */
static bool scalar(const struct read *read, uint32_t node, const char *what, struct text *out)
{
    if (!read_kind(read, node, what, TREE_SCALAR))
        return false;
    *out = tree_text(read->tree, node);
    return out->length > 0 || refuse_empty(read, node, what);
}

static bool refuse_memory(const struct read *read)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while reading %s", read->tree->file);
    add(read, &err);
    return false;
}

bool read_text(const struct read *read, uint32_t node, const char *what, const char **out)
{
    struct text found;
    if (!scalar(read, node, what, &found))
        return false;
    const char *text = arena_text(read->arena, found.bytes, found.length);
    if (!text)
        return refuse_memory(read);
    *out = text;
    return true;
}

/* Letters, digits and underscores after a letter: an id but for being reserved. */
static bool has_form_of_id(struct text text)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        bool letter = memchr(letters, c, sizeof letters - 1) != NULL;
        if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '_')))
            return false;
    }
    return true;
}

bool read_id(const struct read *read, uint32_t node, const char *what, const char **out)
{
    struct text found;
    if (!scalar(read, node, what, &found))
        return false;
    if (text_is_id(found))
        return read_text(read, node, what, out);
    char shown[TREE_SHOWN_SIZE];
    bool reserved = has_form_of_id(found);
    struct err *err = read_problem(read, node, ERR_ERROR, ERR_SCHEMA_ID,
                                   reserved ? "%s \"%s\" is a word that scripts reserve"
                                            : "%s \"%s\" is not an identifier",
                                   what, tree_shown(found, shown));
    if (reserved)
        err_hint(err, "choose a longer one, such as %s_1", shown);
    else
        err_hint(err, "use letters a to z, digits and underscores, with a letter first; put other "
                      "text into the name");
    return false;
}

bool read_bool(const struct read *read, uint32_t node, const char *what, bool *out)
{
    struct text found;
    if (!scalar(read, node, what, &found))
        return false;
    bool yes = text_is(found, "true");
    if (tree_at(read->tree, node)->style == TREE_PLAIN && (yes || text_is(found, "false"))) {
        *out = yes;
        return true;
    }
    char shown[TREE_SHOWN_SIZE];
    struct err *err =
        read_problem(read, node, ERR_ERROR, ERR_SCHEMA_BOOL, "%s is %s, neither true nor false",
                     what, tree_shown(found, shown));
    err_hint(err, "write true or false, without quotes");
    return false;
}

bool read_choice(const struct read *read, uint32_t node, const char *what,
                 const char *const *choices, size_t count, int *out)
{
    struct text found;
    if (!scalar(read, node, what, &found))
        return false;
    for (size_t i = 0; i < count; i++)
        if (text_is(found, choices[i])) {
            *out = (int)i;
            return true;
        }
    char shown[TREE_SHOWN_SIZE];
    struct err *err = read_problem(read, node, ERR_ERROR, ERR_SCHEMA_CHOICE, "unknown %s \"%s\"",
                                   what, tree_shown(found, shown));
    hint_names(err, found, choices, count, "choose one of");
    return false;
}

bool read_months(const struct read *read, uint32_t node, const char *what, int *months)
{
    struct text found;
    if (!scalar(read, node, what, &found))
        return false;
    int parsed = date_months_parse(found.bytes, found.length);
    if (parsed >= 0) {
        *months = parsed;
        return true;
    }
    char shown[TREE_SHOWN_SIZE];
    struct err *err = read_problem(read, node, ERR_ERROR, ERR_SCHEMA_MONTHS,
                                   "%s %s is not a length of time", what, tree_shown(found, shown));
    err_hint(err, "write 24 months, 6 quarters or 2 years (at most 100 years)");
    return false;
}
