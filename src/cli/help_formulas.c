#include "cli/help_formulas.h"

#include "lua/value_function.h"

#include <stdio.h>
#include <string.h>

static void add(size_t index, struct text_buffer *text)
{
    const struct value_function *function = value_function_at((enum value_function_id)index);
    char call[64];
    struct text_buffer shown = {0};
    text_add_format(&shown, "tide.%s%s", function->name, function->written);
    snprintf(call, sizeof call, "%s", shown.bytes ? shown.bytes : "");
    text->failed = text->failed || shown.failed;
    text_buffer_free(&shown);
    text_add_format(text, "  %-28s  %s\n", call, function->gives);
}

void help_formulas_list(struct text_buffer *text)
{
    text_add_string(text, "Functions of formulas: in a function of a rule that is given c, beside "
                          "Lua's\noperators, if and math.\n\n");
    for (size_t i = 0; i < VALUE_FUNCTIONS; i++)
        add(i, text);
    text_add_string(text,
                    "\nA list may be c:children(\"ID\"). The last four go by the period unless "
                    "it is said\notherwise: tide.rank(x, { over = \"all\" }).\n");
}

void help_formulas_markdown(struct text_buffer *text)
{
    text_add_string(text, "| written | gives |\n|---|---|\n");
    for (size_t i = 0; i < VALUE_FUNCTIONS; i++) {
        const struct value_function *function = value_function_at((enum value_function_id)i);
        text_add_format(text, "| `tide.%s%s` | %s |\n", function->name, function->written,
                        function->gives);
    }
}

bool help_formulas_one(const char *name, struct text_buffer *text)
{
    const char *bare = strncmp(name, "tide.", 5) == 0 ? name + 5 : name;
    for (size_t i = 0; i < VALUE_FUNCTIONS; i++) {
        if (strcmp(value_function_at((enum value_function_id)i)->name, bare) != 0)
            continue;
        text_add_string(text, "In a function of a rule:\n");
        add(i, text);
        return true;
    }
    return false;
}

const char *help_formulas_name(size_t index)
{
    return index < VALUE_FUNCTIONS ? value_function_at((enum value_function_id)index)->name : NULL;
}
