#include "model/panel.h"

#include <string.h>

static const char *group_of(const struct country *country, const char *classification)
{
    for (size_t i = 0; country->groups && country->groups[i]; i += 2)
        if (strcmp(country->groups[i], classification) == 0)
            return country->groups[i + 1];
    return NULL;
}

static bool is_word(const char *name)
{
    return strcmp(name, "all") == 0 || strcmp(name, "period") == 0 || strcmp(name, "country") == 0;
}

bool panel_has_classification(const struct project *project, const char *name)
{
    if (is_word(name))
        return true;
    for (size_t i = 0; i < project->country_count; i++)
        if (group_of(&project->countries[i], name))
            return true;
    return false;
}

static bool names_hold(const char *const *names, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], word) == 0)
            return true;
    return false;
}

/* Parts the countries by one more classification: parts[] become the numbers of what they were
 * together with the group, UINT32_MAX where there is no group. False without memory. */
static bool part_by_group(struct arena *arena, const struct panel *panel, const char *name,
                          uint32_t *parts)
{
    struct map *seen = map_new(arena);
    uint32_t count = 0;
    for (size_t i = 0; seen && i < panel->countries; i++) {
        const char *group = group_of(&panel->project->countries[i], name);
        if (!group || parts[i] == UINT32_MAX) {
            parts[i] = UINT32_MAX;
            continue;
        }
        const char *key = arena_printf(arena, "%u %s", (unsigned)parts[i], group);
        uint32_t part = key ? map_put(seen, text_of(key), count) : MAP_NONE;
        if (part == MAP_NONE)
            return false;
        count += part == count;
        parts[i] = part;
    }
    return seen != NULL;
}

/* The part of each country: of all one, of "country" its own, else by its groups. */
static uint32_t *part_countries(struct arena *arena, const struct panel *panel,
                                const char *const *names, size_t name_count)
{
    bool each = names_hold(names, name_count, "country");
    uint32_t *parts = arena_alloc(arena, panel->countries, sizeof *parts);
    for (size_t i = 0; parts && i < panel->countries; i++)
        parts[i] = each ? (uint32_t)i : 0;
    for (size_t i = 0; parts && i < name_count; i++)
        if (!is_word(names[i]) && !part_by_group(arena, panel, names[i], parts))
            return NULL;
    return parts;
}

const uint32_t *panel_classes(struct arena *arena, const struct panel *panel,
                              const char *const *names, size_t name_count, uint32_t *count)
{
    bool by_period = names_hold(names, name_count, "period");
    uint32_t *classes = arena_alloc(arena, panel->rows, sizeof *classes);
    uint32_t *numbers = arena_alloc(arena, panel->countries, sizeof *numbers);
    const uint32_t *parts = part_countries(arena, panel, names, name_count);
    *count = 0;
    if (!classes || !numbers || !parts)
        return NULL;
    for (size_t row = 0; row < panel->rows; row++) {
        size_t country = row % panel->countries;
        if (country == 0 && (row == 0 || by_period))
            memset(numbers, 0xFF, panel->countries * sizeof *numbers);
        uint32_t part = parts[country];
        if (part != UINT32_MAX && numbers[part] == UINT32_MAX)
            numbers[part] = (*count)++;
        classes[row] = part == UINT32_MAX ? UINT32_MAX : numbers[part];
    }
    return classes;
}

/* A word as it stands among others: in quotes, quotes in it doubled, where it could be taken for
 * two. NULL without memory. */
static const char *apart(struct arena *arena, const char *word)
{
    size_t length = strlen(word), at = 0;
    if (*word != '"' && !strchr(word, ','))
        return word;
    char *made = arena_alloc(arena, 2 * length + 3, 1);
    if (!made)
        return NULL;
    made[at++] = '"';
    for (size_t i = 0; i < length; i++) {
        made[at++] = word[i];
        if (word[i] == '"')
            made[at++] = '"';
    }
    made[at] = '"';
    return made;
}

const char *panel_class_name(struct arena *arena, const struct panel *panel,
                             const char *const *names, size_t name_count, size_t row)
{
    const struct country *country = &panel->project->countries[panel_country(panel, row)];
    char period[DATE_PRINT_SIZE];
    const char **words = arena_alloc(arena, name_count, sizeof *words), *made = "all";
    size_t count = 0;
    if (!words)
        return NULL;
    date_period_print(panel->options.axis, panel_period(panel, row), period);
    for (size_t i = 0; i < name_count; i++) {
        const char *word = strcmp(names[i], "period") == 0    ? period
                           : strcmp(names[i], "country") == 0 ? country->id
                                                              : group_of(country, names[i]);
        if (strcmp(names[i], "all") != 0 && word)
            words[count++] = word;
    }
    if (count == 1)
        return arena_text(arena, words[0], strlen(words[0]));
    for (size_t i = 0; made && i < count; i++) {
        const char *word = apart(arena, words[i]);
        made = !word ? NULL : i == 0 ? word : arena_printf(arena, "%s, %s", made, word);
    }
    return made;
}
