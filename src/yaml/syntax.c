#include "yaml/syntax.h"

#include "yaml/place.h"

#include <string.h>
#include <yaml.h>

/* A refusal on its way to become a problem. libyaml gives two positions: where it stumbled, and
 * where what it was reading began (context; at when it names none). place and width are what
 * the message will point at. */
struct fault {
    const struct tree *tree;
    struct place_source source;
    const char *problem;
    const char *context_text;
    size_t at;
    size_t context;
    bool in_list; /* what began at context is a list */
    struct err err;
    size_t place;
    uint32_t width;
};

static char byte_at(const struct fault *fault, size_t offset)
{
    return offset < fault->source.length ? fault->source.bytes[offset] : '\0';
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || byte == '\0';
}

static uint32_t line_of(const struct fault *fault, size_t offset)
{
    return place_find(&fault->source, offset, 1).line;
}

/* The first byte of offset's line that is not a space. */
static size_t first_on_line(const struct fault *fault, size_t offset)
{
    size_t at = place_line_start(&fault->source, offset);
    while (at < offset && byte_at(fault, at) == ' ')
        at++;
    return at;
}

static unsigned indent_of(const struct fault *fault, size_t offset)
{
    return (unsigned)(offset - place_line_start(&fault->source, offset));
}

static void point(struct fault *fault, size_t place, uint32_t width)
{
    fault->place = place;
    fault->width = width;
}

static void explain_tab(struct fault *fault)
{
    size_t at = fault->at;
    while (at < fault->source.length && byte_at(fault, at) != '\t' && byte_at(fault, at) != '\n')
        at++;
    if (byte_at(fault, at) == '\t')
        point(fault, at, 1);
    err_set(&fault->err, ERR_YAML_TAB, "a tab where spaces must indent");
    err_hint(&fault->err, "replace the tab by spaces; YAML does not indent with tabs");
}

static void explain_start(struct fault *fault)
{
    char byte = byte_at(fault, fault->at);
    if (byte == '\t') {
        explain_tab(fault);
        return;
    }
    err_set(&fault->err, ERR_YAML_START, "a value cannot begin with %c", byte);
    err_hint(&fault->err, "if it belongs to the text, put the whole text in quotes");
}

static void explain_open_quote(struct fault *fault)
{
    point(fault, fault->context, 1);
    err_set(&fault->err, ERR_YAML_QUOTE, "the quote opened here is never closed");
    err_hint(&fault->err, "close it, or put the text in the other kind of quotes if it holds one");
}

static void explain_escape(struct fault *fault)
{
    size_t at = fault->at;
    while (at > fault->context && byte_at(fault, at) != '\\')
        at--;
    point(fault, at, 2);
    err_set(&fault->err, ERR_YAML_ESCAPE,
            "in double quotes a backslash begins an escape, and this one is unknown");
    err_hint(&fault->err, "write \\\\ for a backslash, or put the text in single quotes");
}

/* A colon and a space earlier on the line: the line has its field already. */
static bool has_earlier_colon(const struct fault *fault)
{
    for (size_t at = first_on_line(fault, fault->at); at + 1 < fault->at; at++)
        if (byte_at(fault, at) == ':' && is_blank(byte_at(fault, at + 1)))
            return true;
    return false;
}

static void explain_colon(struct fault *fault)
{
    if (has_earlier_colon(fault)) {
        err_set(&fault->err, ERR_YAML_COLON, "a colon inside a value that is not quoted");
        err_hint(&fault->err, "quote the text, as in name: \"Law: a comment\"");
        return;
    }
    size_t first = first_on_line(fault, fault->at);
    if (byte_at(fault, first) == '\t') {
        fault->at = first;
        explain_tab(fault);
        return;
    }
    point(fault, first, (uint32_t)(fault->at - first));
    err_set(&fault->err, ERR_YAML_INDENT,
            "the line is indented more than the line before it, which already has its value");
    err_hint(&fault->err, "indent it as its neighbours; if it continues the text above, quote the "
                          "whole text");
}

static void explain_no_colon(struct fault *fault)
{
    size_t at = fault->context, colon = at;
    while (!is_blank(byte_at(fault, at)))
        at++;
    while (colon < at && byte_at(fault, colon) != ':')
        colon++;
    point(fault, fault->context, 1);
    err_set(&fault->err, ERR_YAML_NO_COLON, "this line has no colon that ends a field's name");
    if (colon > fault->context && colon < at)
        err_hint(&fault->err, "a space must follow the colon: name: value");
    else
        err_hint(&fault->err,
                 "write name: value; a longer text goes on in lines indented more than "
                 "its name");
}

/* Where the last scalar is in quotes and only blanks stand between it and the fault. */
static const struct tree_node *quoted_before(const struct fault *fault)
{
    const struct tree *tree = fault->tree;
    if (tree->count < 2)
        return NULL;
    const struct tree_node *last = &tree->nodes[tree->count - 1];
    size_t end = (size_t)last->offset + last->length;
    if (last->kind != TREE_SCALAR || last->style != TREE_QUOTED || end > fault->at)
        return NULL;
    while (end < fault->at && byte_at(fault, end) == ' ')
        end++;
    return end == fault->at ? last : NULL;
}

static void explain_after_quote(struct fault *fault, const struct tree_node *quoted)
{
    uint32_t line = line_of(fault, fault->at);
    char quote = byte_at(fault, quoted->offset);
    if (quoted->line != line) {
        point(fault, quoted->offset, 1);
        err_set(&fault->err, ERR_YAML_QUOTE,
                "the quote opened here is closed only on line %u, with text after it", line);
        err_hint(&fault->err, "close it on its own line");
        return;
    }
    err_set(&fault->err, ERR_YAML_QUOTE, "text follows the closing quote");
    if (quote == '\'')
        err_hint(&fault->err, "put the whole text in quotes; an apostrophe inside single quotes "
                              "is written twice: 'it''s'");
    else
        err_hint(&fault->err, "put the whole text in quotes; a quote inside double quotes is "
                              "written \\\"");
}

static void explain_trailing(struct fault *fault)
{
    const struct tree_node *quoted = quoted_before(fault);
    if (quoted) {
        explain_after_quote(fault, quoted);
        return;
    }
    err_set(&fault->err, ERR_YAML_SYNTAX, "nothing may follow the value that ends before this");
    err_hint(&fault->err, "put it on a line of its own, or quote the whole text");
}

/* Something at the beginning of a line that does not continue the mapping or list around it. */
static void explain_neighbours(struct fault *fault)
{
    char byte = byte_at(fault, fault->at);
    if (byte == '}' || byte == ']') {
        err_set(&fault->err, ERR_YAML_BRACKET, "this %c closes nothing", byte);
        err_hint(&fault->err, "delete it, or open it with %c", byte == '}' ? '{' : '[');
        return;
    }
    if (first_on_line(fault, fault->at) != fault->at) {
        explain_trailing(fault);
        return;
    }
    unsigned indent = indent_of(fault, fault->at), context = indent_of(fault, fault->context);
    uint32_t line = line_of(fault, fault->context);
    bool item = byte == '-' && is_blank(byte_at(fault, fault->at + 1));
    bool list = fault->in_list;
    if (indent != context)
        err_set(&fault->err, ERR_YAML_INDENT,
                "the line is indented less or more than its neighbours: by %u, where the %s begun "
                "on line %u has %u",
                indent, list ? "list" : "mapping", line, context);
    else
        err_set(&fault->err, ERR_YAML_INDENT, "%s among the %s that begin on line %u",
                item ? "a list item stands" : "this line stands", list ? "list items" : "fields",
                line);
    err_hint(&fault->err, "lines that belong together begin in the same column%s",
             list ? ", list items with a dash and a space" : "");
}

static void explain_bracket(struct fault *fault)
{
    char open = byte_at(fault, fault->context), close = open == '{' ? '}' : ']';
    uint32_t line = line_of(fault, fault->at), opened = line_of(fault, fault->context);
    if (line != opened || fault->at >= fault->source.length) {
        point(fault, fault->context, 1);
        err_set(&fault->err, ERR_YAML_BRACKET,
                "the %c opened here is not closed before line %u, where a comma or %c was expected",
                open, line, close);
        err_hint(&fault->err, "add the missing %c", close);
    } else if (quoted_before(fault) && byte_at(fault, fault->at - 1) != ' ') {
        explain_after_quote(fault, quoted_before(fault));
    } else if (byte_at(fault, fault->at) == ':') {
        err_set(&fault->err, ERR_YAML_COLON, "a colon inside a value that is not quoted");
        err_hint(&fault->err, "quote the text, or separate the fields by a comma");
    } else {
        err_set(&fault->err, ERR_YAML_BRACKET, "a comma or %c is missing before this", close);
        err_hint(&fault->err, "between %c and %c fields and items are separated by commas", open,
                 close);
    }
}

static void explain_content(struct fault *fault)
{
    char byte = byte_at(fault, fault->at);
    if (byte == '}' || byte == ']')
        err_set(&fault->err, ERR_YAML_BRACKET, "this %c stands where a value is expected", byte);
    else if (byte == ',')
        err_set(&fault->err, ERR_YAML_BRACKET, "a value is missing before this comma");
    else
        err_set(&fault->err, ERR_YAML_SYNTAX, "a value is expected here");
    err_hint(&fault->err, "write the value, or quote it if it begins with a special character");
}

static void explain_dash(struct fault *fault)
{
    err_set(&fault->err, ERR_YAML_INDENT, "a list cannot begin here");
    err_hint(&fault->err,
             "put each \"- item\" on a line of its own below the field's name, or write "
             "[a, b]");
}

static void explain_question(struct fault *fault)
{
    err_set(&fault->err, ERR_YAML_START, "a value cannot begin with a question mark and a space");
    err_hint(&fault->err, "if it belongs to the text, put the whole text in quotes");
}

static void explain_block_text(struct fault *fault)
{
    err_set(&fault->err, ERR_YAML_SYNTAX, "nothing but a line end may follow | or > here");
    err_hint(&fault->err, "write | alone and the text indented on the lines below");
}

static void explain_anchor(struct fault *fault)
{
    point(fault, fault->context, 1);
    err_set(&fault->err, ERR_YAML_ANCHOR, "a value cannot begin with &, which names an anchor");
    err_hint(&fault->err, "anchors are not read; if it belongs to the text, quote the whole text");
}

static void explain_alias(struct fault *fault)
{
    point(fault, fault->context, 1);
    err_set(&fault->err, ERR_YAML_ALIAS, "a value cannot begin with *, which names an alias");
    err_hint(&fault->err, "aliases are not read; if it belongs to the text, quote the whole text");
}

static void explain_tag(struct fault *fault)
{
    point(fault, fault->context, 1);
    err_set(&fault->err, ERR_YAML_TAG, "a value cannot begin with !, which names a tag");
    err_hint(&fault->err, "tags are not read; if it belongs to the text, quote the whole text");
}

/* Keyed by what libyaml 0.2.5's scanner says; an empty text matches all. The first match explains.
 */
struct explanation {
    const char *context;
    const char *problem;
    void (*explain)(struct fault *fault);
};

static const struct explanation explanations[] = {
    {"while scanning an anchor", "", explain_anchor},
    {"while scanning an alias", "", explain_alias},
    {"while scanning a tag", "", explain_tag},
    {"while parsing a tag", "", explain_tag},
    {"", "found character that cannot start any token", explain_start},
    {"", "found a tab character that violates indentation", explain_tab},
    {"", "found a tab character where an indentation space is expected", explain_tab},
    {"while scanning a quoted scalar", "", explain_open_quote},
    {"while parsing a quoted scalar", "", explain_escape},
    {"while scanning a block scalar", "", explain_block_text},
    {"", "mapping values are not allowed in this context", explain_colon},
    {"", "mapping keys are not allowed in this context", explain_question},
    {"", "block sequence entries are not allowed in this context", explain_dash},
    {"", "could not find expected ':'", explain_no_colon},
};

static bool matches(const char *wanted, const char *text)
{
    return wanted[0] == '\0' || strcmp(wanted, text) == 0;
}

static void explain(struct fault *fault)
{
    for (size_t i = 0; i < sizeof explanations / sizeof *explanations; i++)
        if (matches(explanations[i].context, fault->context_text) &&
            matches(explanations[i].problem, fault->problem)) {
            explanations[i].explain(fault);
            return;
        }
    err_set(&fault->err, ERR_YAML_SYNTAX, "this is not valid YAML: %s", fault->problem);
    if (fault->context_text[0])
        err_hint(&fault->err, "%s that begins on line %u", fault->context_text,
                 line_of(fault, fault->context));
}

static void add(struct fault *fault, struct err_list *list)
{
    err_at(&fault->err, place_find(&fault->source, fault->place, fault->width));
    err_list_add(list, &fault->err);
}

void syntax_report(const struct tree *tree, const struct yaml_parser_s *parser,
                   struct err_list *list)
{
    struct fault fault = {.tree = tree,
                          .source = {tree->file, tree->source, tree->source_length},
                          .problem = parser->problem ? parser->problem : "",
                          .context_text = parser->context ? parser->context : ""};
    if (parser->error == YAML_MEMORY_ERROR) {
        err_set(&fault.err, ERR_OUT_OF_MEMORY, "out of memory while reading %s", tree->file);
        err_list_add(list, &fault.err);
        return;
    }
    fault.at = place_byte_of(&fault.source, parser->problem_mark.index);
    fault.context =
        parser->context ? place_byte_of(&fault.source, parser->context_mark.index) : fault.at;
    point(&fault, fault.at, 1);
    explain(&fault);
    add(&fault, list);
}

void syntax_report_fault(const struct tree *tree, enum syntax_fault fault_kind, size_t context,
                         size_t offset, struct err_list *list)
{
    static void (*const explain_kind[])(struct fault *) = {
        [SYNTAX_FIELD] = explain_neighbours,
        [SYNTAX_ITEM] = explain_neighbours,
        [SYNTAX_COMMA] = explain_bracket,
        [SYNTAX_CONTENT] = explain_content,
    };
    struct fault fault = {.tree = tree,
                          .source = {tree->file, tree->source, tree->source_length},
                          .at = offset,
                          .context = context,
                          .in_list = fault_kind == SYNTAX_ITEM};
    point(&fault, fault.at, 1);
    explain_kind[fault_kind](&fault);
    add(&fault, list);
}
