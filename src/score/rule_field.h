/* The fields of a rule: one row each, from which reading, help, docs/scripting.md and the
 * annotations for editors come. */
#ifndef TIDEMARK_SCORE_RULE_FIELD_H
#define TIDEMARK_SCORE_RULE_FIELD_H

/* In the order in which they are read. */
enum rule_field_id {
    RULE_FIELD_TITLE,
    RULE_FIELD_SCALE,
    RULE_FIELD_VALUES,
    RULE_FIELD_MISSING,
    RULE_FIELD_OVER,
    RULE_FIELD_FRAME,
    RULE_FIELD_SCREEN,
    RULE_FIELD_ORDER,
    RULE_FIELD_TREAT,
    RULE_FIELD_IMPUTE,
    RULE_FIELD_NORMALISE,
    RULE_FIELD_PILLAR,
    RULE_FIELD_GROUP,
    RULE_FIELD_AT,
    RULE_FIELD_INDEX,
    RULE_FIELD_OF,
    RULE_FIELD_WEIGHTS,
    RULE_FIELD_USES,
    RULE_FIELD_SCORE,
    RULE_FIELD_HEADLINE,
    RULE_FIELD_PUBLISHED,
    RULE_FIELD_UNCERTAIN,
    RULE_FIELDS
};

/* takes says in words what is written there, lua what it is in annotations; standard what holds
 * without it (""); section is the heading of docs/scripting.md that says more ("": none). */
struct rule_field {
    const char *name;
    const char *takes;
    const char *lua;
    const char *standard;
    const char *meaning;
    const char *section;
};

/* The row of a field. */
const struct rule_field *rule_field_at(enum rule_field_id id);

#endif
