#include "model/bulk_match.h"

#include "base/number.h"
#include "model/bulk_hint.h"

#include <math.h>
#include <string.h>

/* A name under which the codebook looks for a series of this panel. */
struct wanted {
    const struct indicator *indicator;
    const struct series_use *use; /* NULL: the indicator's own id */
    const char *name;
    const char *folded;
    bool found;
};

struct matching {
    struct bulk_draft *draft;
    struct arena *arena;
    struct wanted *wanted;
    size_t count;
};

/* The series of a use when it is of this panel, NULL else. */
static const char *series_of(const struct bulk_known *known, const struct series_use *use)
{
    size_t length = strlen(known->panel);
    bool own = strncmp(use->series, known->panel, length) == 0 && use->series[length] == '.';
    return own ? use->series + length + 1 : NULL;
}

static void want(struct matching *matching, const struct indicator *indicator,
                 const struct series_use *use, const char *name)
{
    if (name && matching->wanted)
        matching->wanted[matching->count++] = (struct wanted){
            indicator, use, name, bulk_hint_fold(matching->arena, text_of(name)), false};
}

static void list_wanted(struct matching *matching)
{
    const struct codebook *codebook = matching->draft->known->codebook;
    size_t room = 0;
    for (size_t i = 0; codebook && i < codebook->indicator_count; i++)
        room += 1 + codebook->indicators[i].series_count;
    matching->wanted = arena_alloc(matching->arena, room + 1, sizeof *matching->wanted);
    for (size_t i = 0; codebook && i < codebook->indicator_count; i++) {
        const struct indicator *indicator = &codebook->indicators[i];
        if (indicator->series_count == 0 && !indicator->series_refused)
            want(matching, indicator, NULL, indicator->id);
        for (size_t u = 0; u < indicator->series_count; u++)
            want(matching, indicator, &indicator->series[u],
                 series_of(matching->draft->known, &indicator->series[u]));
    }
}

static struct matching begin(struct bulk_draft *draft)
{
    struct matching matching = {.draft = draft, .arena = draft->scan->arena};
    list_wanted(&matching);
    return matching;
}

static bool is_series(const struct bulk_draft *draft, size_t column)
{
    return draft->columns[column].role == BULK_DRAFT_SERIES && (int)column != draft->value;
}

/* All indicators that a series of this name feeds, joined by ";"; NULL when none. */
static const char *fed_by(struct matching *matching, const char *name)
{
    const char *list = NULL;
    for (size_t i = 0; i < matching->count; i++) {
        struct wanted *wanted = &matching->wanted[i];
        if (strcmp(wanted->name, name) != 0)
            continue;
        wanted->found = true;
        list = list ? arena_printf(matching->arena, "%s;%s", list, wanted->indicator->id)
                    : wanted->indicator->id;
    }
    return list;
}

/* A letter, then letters, digits and underscores; none of the words kept for other things, of which
 * "same" is one in a list of series. */
const char *bulk_match_id(struct arena *arena, struct text name)
{
    char *id = arena_alloc(arena, name.length + 4, 1);
    size_t used = 0;
    bool gap = false;
    for (size_t i = 0; id && i < name.length; i++) {
        char c = name.bytes[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        bool kept = letter || (c >= '0' && c <= '9') || c == '_';
        if (kept && used == 0 && !letter)
            id[used++] = 'x';
        if (kept && gap && used > 0)
            id[used++] = '_';
        if (kept)
            id[used++] = c;
        gap = !kept && used > 0 && id[used - 1] != '_';
    }
    if (id && used == 0)
        id[used++] = 'x';
    if (id && (!text_is_id((struct text){id, used}) || strcmp(id, "same") == 0))
        id[used++] = '_';
    return id;
}

static bool is_taken(const struct bulk_draft *draft, enum bulk_draft_role role, const char *key)
{
    for (size_t i = 0; i < draft->column_count; i++)
        if (draft->columns[i].role == role && draft->columns[i].key &&
            strcmp(draft->columns[i].key, key) == 0)
            return true;
    return false;
}

/* The column's own name as an id that no other series (or classification) has. */
static void name_itself(struct bulk_draft *draft, struct bulk_draft_column *column)
{
    struct arena *arena = draft->scan->arena;
    const char *id = bulk_match_id(arena, column->scan->name);
    const char *key = id;
    for (unsigned n = 2; key && is_taken(draft, column->role, key); n++)
        key = arena_printf(arena, "%s_%u", id, n);
    column->key = key;
}

static void match_exactly(struct matching *matching)
{
    struct bulk_draft *draft = matching->draft;
    for (size_t i = 0; i < draft->column_count; i++) {
        const char *name = is_series(draft, i) ? bulk_draft_name(draft, (int)i) : NULL;
        draft->columns[i].feeds = name ? fed_by(matching, name) : NULL;
        if (draft->columns[i].feeds)
            draft->columns[i].key = name;
    }
}

static void match_folded(struct matching *matching)
{
    struct bulk_draft *draft = matching->draft;
    for (size_t i = 0; i < draft->column_count; i++) {
        struct bulk_draft_column *column = &draft->columns[i];
        const struct wanted *near = NULL;
        for (size_t w = 0; is_series(draft, i) && !column->key && !near && w < matching->count; w++)
            if (!matching->wanted[w].found && matching->wanted[w].folded &&
                strcmp(matching->wanted[w].folded, column->scan->folded) == 0)
                near = &matching->wanted[w];
        if (!near)
            continue;
        column->key = near->name;
        column->feeds = fed_by(matching, near->name);
    }
}

void bulk_match_wanted(struct bulk_draft *draft)
{
    struct matching matching = begin(draft);
    for (size_t i = 0; matching.wanted && i < draft->column_count; i++)
        for (size_t w = 0; w < matching.count && !draft->columns[i].wanted; w++)
            draft->columns[i].wanted =
                matching.wanted[w].folded && draft->scan->columns[i].name.length > 0 &&
                strcmp(matching.wanted[w].folded, draft->scan->columns[i].folded) == 0;
}

void bulk_match_columns(struct bulk_draft *draft)
{
    struct matching matching = begin(draft);
    if (!matching.wanted)
        return;
    match_exactly(&matching);
    match_folded(&matching);
    for (size_t i = 0; i < draft->column_count; i++)
        if (is_series(draft, i) && !draft->columns[i].key)
            name_itself(draft, &draft->columns[i]);
}

static bool feeds(const char *list, const char *id)
{
    size_t length = strlen(id);
    for (const char *at = list; at; at = strchr(at, ';')) {
        at += *at == ';';
        if (strncmp(at, id, length) == 0 && (at[length] == ';' || at[length] == '\0'))
            return true;
    }
    return false;
}

static bool is_fed(const struct bulk_draft *draft, const char *id)
{
    for (size_t i = 0; i < draft->column_count; i++)
        if (draft->columns[i].feeds && feeds(draft->columns[i].feeds, id))
            return true;
    for (size_t i = 0; i < draft->series_count; i++)
        if (draft->series[i].feeds && feeds(draft->series[i].feeds, id))
            return true;
    return false;
}

static void list_unfed(struct bulk_draft *draft)
{
    const struct codebook *codebook = draft->known->codebook;
    size_t count = codebook ? codebook->indicator_count : 0;
    draft->unfed = arena_alloc(draft->scan->arena, count + 1, sizeof *draft->unfed);
    for (size_t i = 0; draft->unfed && i < count; i++)
        if (!is_fed(draft, codebook->indicators[i].id))
            draft->unfed[draft->unfed_count++] = codebook->indicators[i].id;
}

/* A series on an ordinal scale that its figures leave is refused when it is read. */
static void check_scale(const struct matching *matching, const struct wanted *wanted,
                        const struct bulk_draft_column *column)
{
    const struct scale *scale = &wanted->indicator->scale;
    const struct series_use *use = wanted->use;
    bool rescaled = use && use->rescaled;
    double one = rescaled ? use->from[0] : scale->worst;
    double other = rescaled ? use->from[1] : scale->best;
    if (scale->kind != SCALE_ORDINAL || (use && use->clip) ||
        !(column->scan->least < fmin(one, other) || column->scan->most > fmax(one, other)))
        return;
    bulk_draft_remark(matching->draft, BULK_DRAFT_AT_SERIES,
                      arena_printf(matching->arena,
                                   "%s runs from %g to %g, but the codebook has it from %g to %g "
                                   "for %s: check refuses what lies outside; say rescale: there.",
                                   column->key, column->scan->least, column->scan->most, one, other,
                                   wanted->indicator->id),
                      NULL);
}

static bool panel_has(const struct bulk *panel, const char *id)
{
    for (size_t i = 0; i < panel->series_count; i++)
        if (strcmp(panel->series[i].name, id) == 0)
            return true;
    return panel->long_series != NULL;
}

static bool is_found(const struct bulk_draft *draft, const char *series)
{
    for (size_t i = 0; i < draft->column_count; i++)
        if (is_series(draft, i) && draft->columns[i].key &&
            strcmp(draft->columns[i].key, series) == 0)
            return true;
    for (size_t i = 0; i < draft->series_count; i++)
        if (text_is(draft->series[i].name, series))
            return true;
    return false;
}

/* An indicator that names no series takes one of its id from one panel only. */
static void check_panel(const struct matching *matching, const struct bulk *panel)
{
    const char *first = NULL, *name = matching->draft->known->panel;
    size_t more = 0;
    for (size_t w = 0; w < matching->count; w++) {
        const char *id = matching->wanted[w].indicator->id;
        if (matching->wanted[w].use || !panel_has(panel, id) || !is_found(matching->draft, id))
            continue;
        more += first != NULL;
        first = first ? first : id;
    }
    if (!first)
        return;
    const char *others = more ? arena_printf(matching->arena, " and %zu more", more) : "";
    bulk_draft_remark(matching->draft, BULK_DRAFT_AT_SERIES,
                      arena_printf(matching->arena,
                                   "The panel %s feeds %s%s too, and check refuses two: say in the "
                                   "codebook which is meant:",
                                   panel->name, first, others ? others : ""),
                      arena_printf(matching->arena, "series: [%s.%s]", name, first));
}

static void check_matches(const struct matching *matching)
{
    const struct bulk_draft *draft = matching->draft;
    for (size_t w = 0; w < matching->count; w++)
        for (size_t i = 0; i < draft->column_count; i++)
            if (is_series(draft, i) && draft->columns[i].key &&
                strcmp(draft->columns[i].key, matching->wanted[w].name) == 0)
                check_scale(matching, &matching->wanted[w], &draft->columns[i]);
    for (size_t i = 0; i < draft->known->panel_count; i++)
        check_panel(matching, &draft->known->panels[i]);
}

static void check_by_hand(const struct matching *matching)
{
    size_t count = matching->draft->known->by_hand;
    if (count > 0)
        bulk_draft_remark(matching->draft, BULK_DRAFT_AT_SERIES,
                          arena_printf(matching->arena,
                                       "data/ has %zu figure%s of these series by hand; check "
                                       "refuses those that the file gives again from the same "
                                       "source. Delete them there.",
                                       count, count == 1 ? "" : "s"),
                          NULL);
}

/* Names in a long file stand as they are; one that is nearly what the codebook looks for is said.
 */
static void match_series(struct matching *matching)
{
    struct bulk_draft *draft = matching->draft;
    for (size_t i = 0; i < draft->series_count; i++) {
        struct text name = draft->series[i].name;
        const char *text = arena_text(matching->arena, name.bytes, name.length);
        const char *folded = bulk_hint_fold(matching->arena, name);
        draft->series[i].feeds = text ? fed_by(matching, text) : NULL;
        for (size_t w = 0; text && folded && !draft->series[i].feeds && w < matching->count; w++)
            if (strcmp(matching->wanted[w].folded, folded) == 0)
                bulk_draft_remark(
                    draft, BULK_DRAFT_AT_SERIES,
                    arena_printf(matching->arena,
                                 "%s is nearly the series %s of %s, but names in a long file stand "
                                 "as they are. If they are the same, say in the codebook:",
                                 text, matching->wanted[w].name, matching->wanted[w].indicator->id),
                    arena_printf(matching->arena, "series: [\"%s.%s\"]", draft->known->panel,
                                 text));
    }
}

/* Whether the file has a series of this name, case and punctuation aside. */
static bool has_series(const struct bulk_draft *draft, const char *name)
{
    const char *folded = bulk_hint_fold(draft->scan->arena, text_of(name));
    for (size_t i = 0; folded && i < draft->column_count; i++)
        if (is_series(draft, i) && strcmp(draft->scan->columns[i].folded, folded) == 0)
            return true;
    for (size_t i = 0; i < draft->series_count; i++)
        if (text_is(draft->series[i].name, name))
            return true;
    return false;
}

/* How many series of the file the codebook knows under another name of the panel. */
static size_t count_under(const struct bulk_draft *draft, struct text family)
{
    const struct codebook *codebook = draft->known->codebook;
    size_t count = 0;
    for (size_t i = 0; i < codebook->indicator_count; i++)
        for (size_t u = 0; u < codebook->indicators[i].series_count; u++) {
            const char *series = codebook->indicators[i].series[u].series;
            if (strncmp(series, family.bytes, family.length) != 0 || series[family.length] != '.')
                continue;
            count += has_series(draft, series + family.length + 1);
        }
    return count;
}

static bool is_panel(const struct bulk_known *known, struct text name)
{
    for (size_t i = 0; i < known->panel_count; i++)
        if (text_is(name, known->panels[i].name))
            return true;
    return text_is(name, known->panel);
}

/* The codebook may look for these series under another panel's name: that of which this one's is a
 * longer form, or which knows three of them at least. */
static void suggest_panel(struct bulk_draft *draft)
{
    const struct bulk_known *known = draft->known;
    const struct codebook *codebook = known->codebook;
    struct text best = {0};
    size_t most = 0;
    for (size_t i = 0; codebook && i < codebook->indicator_count; i++)
        for (size_t u = 0; u < codebook->indicators[i].series_count; u++) {
            const char *series = codebook->indicators[i].series[u].series;
            struct text family = {series, strcspn(series, ".")};
            bool longer = strncmp(known->panel, family.bytes, family.length) == 0;
            if (text_equal(family, best) || is_panel(known, family))
                continue;
            size_t count = count_under(draft, family);
            size_t weight = count == 0 ? 0 : longer ? count + codebook->indicator_count : count;
            if (weight > most && (longer || count >= 3)) {
                most = weight;
                best = family;
            }
        }
    if (!best.bytes)
        return;
    bool by_hand = known->sources && source_find(known->sources, best) != UINT32_MAX;
    bulk_draft_remark(
        draft, BULK_DRAFT_AT_SERIES,
        arena_printf(draft->scan->arena,
                     "The codebook looks for %zu of these series as %.*s.NAME. For them to feed "
                     "it, import the file as the panel %.*s%s:",
                     count_under(draft, best), (int)best.length, best.bytes, (int)best.length,
                     best.bytes,
                     by_hand ? " (what data/ has of them by hand is then given twice)" : ""),
        arena_printf(draft->scan->arena, "--panel %.*s", (int)best.length, best.bytes));
}

void bulk_match_rest(struct bulk_draft *draft)
{
    struct matching matching = begin(draft);
    if (!matching.wanted || arena_failed(matching.arena))
        return;
    for (size_t i = 0; i < draft->column_count; i++)
        if (draft->columns[i].role == BULK_DRAFT_GROUP)
            name_itself(draft, &draft->columns[i]);
    match_series(&matching);
    check_matches(&matching);
    check_by_hand(&matching);
    list_unfed(draft);
    suggest_panel(draft);
}
