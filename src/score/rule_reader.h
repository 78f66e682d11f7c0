/* What the readers of a rule's options share beside script_reader.h: ids of the codebook. */
#ifndef TIDEMARK_SCORE_RULE_READER_H
#define TIDEMARK_SCORE_RULE_READER_H

#include "score/rule.h"
#include "score/script_reader.h"

/* A function that is to give a node its value, with the option it stands at. */
struct rule_function {
    const struct value *value;
    const char *path;
};

/* host may be NULL. functions: [node], and at node_count that of the index, value NULL where a
 * method combines. eligible: [node], known once `values` is read. over is the rule's own `over`,
 * not given where it has none. */
struct rule_reader {
    struct script_reader script;
    struct rule *rule;
    const struct codebook *codebook;
    const struct rule_host *host;
    struct rule_function *functions;
    bool *eligible;
    struct rule_setting over;
};

/* The node an id names; CODEBOOK_NONE after an error with "did you mean". path is where the id
 * stands. */
uint32_t rule_reader_node(struct rule_reader *reader, const char *path, struct text id);

/* A table that maps ids of the codebook to something. words are keys beside the ids, which someone
 * else reads; example is what a hint shows. */
typedef void rule_reader_entry(struct rule_reader *reader, void *context, const char *path,
                               uint32_t node, const struct value *value);
struct rule_reader_ids {
    const char *example;
    const char *const *words;
    size_t word_count;
    rule_reader_entry *each;
    void *context;
};

/* Calls each with every pair of such a table, after checking that it is one and that its keys are
 * ids of the codebook, or words. */
void rule_reader_by_id(struct rule_reader *reader, const struct value *table, const char *path,
                       const struct rule_reader_ids *ids);

#endif
