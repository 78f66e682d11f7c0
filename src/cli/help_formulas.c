#include "cli/help_formulas.h"

#include "lua/tide_help.h"

#include <stdio.h>
#include <string.h>

static void add(const struct tide_help *function, struct text_buffer *text)
{
    char call[64];
    snprintf(call, sizeof call, "tide.%s%s", function->name, function->arguments);
    text_add_format(text, "  %-28s  %s\n", call, function->gives);
}

void help_formulas_list(struct text_buffer *text)
{
    text_add_string(text, "Functions of formulas: in a function of a rule that is given c, beside "
                          "Lua's\noperators, if and math.\n\n");
    for (size_t i = 0; tide_help_at(i); i++)
        add(tide_help_at(i), text);
    text_add_string(text,
                    "\nA list may be c:children(\"ID\"). The last four go by the period unless "
                    "it is said\notherwise: tide.rank(x, { over = \"all\" }).\n");
}

bool help_formulas_one(const char *name, struct text_buffer *text)
{
    const char *bare = strncmp(name, "tide.", 5) == 0 ? name + 5 : name;
    for (size_t i = 0; tide_help_at(i); i++) {
        if (strcmp(tide_help_at(i)->name, bare) != 0)
            continue;
        text_add_string(text, "In a function of a rule:\n");
        add(tide_help_at(i), text);
        return true;
    }
    return false;
}

const char *help_formulas_name(size_t index)
{
    const struct tide_help *function = tide_help_at(index);
    return function ? function->name : NULL;
}
