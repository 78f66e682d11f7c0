#include "cli/help_formulas.h"

#include <stdio.h>
#include <string.h>

/* Those that lua/tide.c gives scripts. */
static const struct {
    const char *name;
    const char *arguments;
    const char *gives;
} functions[] = {
    {"mean", " { c.a, c.b }", "mean of what is there"},
    {"sum", " { c.a, c.b }", "sum of what is there"},
    {"min", " { c.a, c.b }", "least of what is there"},
    {"max", " { c.a, c.b }", "greatest of what is there"},
    {"sd", " { c.a, c.b }", "standard deviation of what is there"},
    {"median", " { c.a, c.b }", "median of what is there"},
    {"count", " { c.a, c.b }", "how many are there"},
    {"missing", "(x)", "true where x is missing"},
    {"default", "(x, v)", "x, or v where x is missing"},
    {"clamp", "(x, low, high)", "x kept between two ends"},
    {"lag", "(x, 1)", "x one period earlier"},
    {"cdf_normal", "(x)", "share of the normal distribution below x"},
    {"round", "(x, digits)", "x rounded, halves away from zero"},
    {"cut", "(x, cuts, values)", "the value of the stretch that x is in"},
    {"rank", "(x)", "rank among the countries, 1 the lowest"},
    {"percentile", "(x)", "rank from 0, the lowest, to 1, the highest"},
    {"zscore", "(x)", "standard deviations from the countries' mean"},
    {"minmax", "(x)", "from 0, the lowest country's, to 1"},
};
enum { FUNCTIONS = sizeof functions / sizeof *functions };

static void add(size_t index, struct text_buffer *text)
{
    char call[64];
    struct text_buffer shown = {0};
    text_add_format(&shown, "tide.%s%s", functions[index].name, functions[index].arguments);
    snprintf(call, sizeof call, "%s", shown.bytes ? shown.bytes : "");
    text->failed = text->failed || shown.failed;
    text_buffer_free(&shown);
    text_add_format(text, "  %-28s  %s\n", call, functions[index].gives);
}

void help_formulas_list(struct text_buffer *text)
{
    text_add_string(text, "Functions of formulas: in a function of a rule that is given c, beside "
                          "Lua's\noperators, if and math.\n\n");
    for (size_t i = 0; i < FUNCTIONS; i++)
        add(i, text);
    text_add_string(text,
                    "\nA list may be c:children(\"ID\"). The last four go by the period unless "
                    "it is said\notherwise: tide.rank(x, { over = \"all\" }).\n");
}

bool help_formulas_one(const char *name, struct text_buffer *text)
{
    const char *bare = strncmp(name, "tide.", 5) == 0 ? name + 5 : name;
    for (size_t i = 0; i < FUNCTIONS; i++) {
        if (strcmp(functions[i].name, bare) != 0)
            continue;
        text_add_string(text, "In a function of a rule:\n");
        add(i, text);
        return true;
    }
    return false;
}

const char *help_formulas_name(size_t index)
{
    return index < FUNCTIONS ? functions[index].name : NULL;
}
