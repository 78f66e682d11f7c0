#include "score/score_audit.h"

#include "score/score_audit_structure.h"
#include "score/score_audit_values.h"
#include "score/score_audit_weights.h"

struct rows *score_audit(struct arena *arena, const struct score *score, int32_t first,
                         int32_t last, const uint32_t *countries, size_t country_count)
{
    struct score_audit_part part = {.arena = arena, .score = score};
    bool done = score_audit_part_start(&part, first, last, countries, country_count) &&
                score_audit_structure(&part) && score_audit_weights(&part) &&
                score_audit_values(&part);
    return done && !part.out->failed ? part.out : NULL;
}
