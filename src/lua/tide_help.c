#include "lua/tide_help.h"

static const struct tide_help functions[] = {
#define TIDE_FUNCTION(name, function, list, arguments, gives) {#name, arguments, gives},
#include "lua/tide_functions.h"
#undef TIDE_FUNCTION
};

const struct tide_help *tide_help_at(size_t index)
{
    return index < sizeof functions / sizeof *functions ? &functions[index] : NULL;
}
