#include "score/rule_field.h"

#define BY_ID "tide.Method|table<string, tide.Method>"
#define OWN "tide.Method|fun(c: tide.Figures): number"

static const struct rule_field fields[RULE_FIELDS] = {
    [RULE_FIELD_TITLE] = {"title", "a text", "string", "the rule's name",
                          "what the score is called", ""},
    [RULE_FIELD_SCALE] = {"scale", "two numbers, the lower first", "number[]", "{ 0, 100 }",
                          "worst and best of a score", ""},
    [RULE_FIELD_VALUES] = {"values", "\"published\", \"coded\" or \"all\"",
                           "\"published\"|\"coded\"|\"all\"", "\"all\"",
                           "which observations are read: with a series, by hand, both", "Values"},
    [RULE_FIELD_MISSING] = {"missing", "{ need = … }", "tide.Missing", "{ need = 2 / 3 }",
                            "how much of a node's children must be there", "Missing values"},
    [RULE_FIELD_OVER] = {"over", "a frame", "tide.Over", "each method's own",
                         "whose figures methods go by, where they do not say it themselves",
                         "Whose figures"},
    [RULE_FIELD_FRAME] = {"frame", "a name", "string", "figures are taken from the data",
                          "a stored frame, from which they are taken", "Store a frame"},
    [RULE_FIELD_SCREEN] = {"screen", "{ need = 2 / 3, nonzero = 0.5 }", "tide.Screen",
                           "everyone is scored", "who has too few values to be scored at all",
                           "Too few values"},
    [RULE_FIELD_ORDER] = {"order", "{ \"impute\", \"treat\" }", "string[]",
                          "{ \"treat\", \"impute\" }", "whether gaps are filled first", ""},
    [RULE_FIELD_TREAT] = {"treat", "a method, or methods by id", BY_ID, "nothing",
                          "what is done about outliers", "Outliers and gaps"},
    [RULE_FIELD_IMPUTE] = {"impute", "a method, or methods by id", BY_ID,
                           "what is missing stays missing", "what stands in for what is missing",
                           "Outliers and gaps"},
    [RULE_FIELD_NORMALISE] = {"normalise", "a method, or methods by id", BY_ID,
                              "figures stay in their own units",
                              "the common scale; averaging unlike scales is a warning",
                              "A common scale"},
    [RULE_FIELD_PILLAR] = {"pillar", "a method or a function", OWN, "tide.mean()",
                           "how the children of a pillar become one value",
                           "From many values to one"},
    [RULE_FIELD_GROUP] = {"group", "a method or a function", OWN, "as pillar",
                          "the same for groups", "From many values to one"},
    [RULE_FIELD_AT] = {"at", "methods or functions by id", "table<string, " OWN ">", "",
                       "the same for one pillar or group; has the last word",
                       "From many values to one"},
    [RULE_FIELD_INDEX] = {"index", "a method or a function", OWN, "tide.mean()",
                          "how these become the headline", "From many values to one"},
    [RULE_FIELD_OF] = {"of", "a list of ids", "string[]", "the pillars with role outcome",
                       "what the headline is made of, any nodes", ""},
    [RULE_FIELD_WEIGHTS] = {"weights", "numbers by id, or a method",
                            "tide.Method|table<string, any>", "the codebook's",
                            "what counts how much, or how that is found", "Weights"},
    [RULE_FIELD_USES] = {"uses", "{ NAME = \"RULE.ITEM\" }", "table<string, string>", "",
                         "values of other rules", "Other rules' values"},
    [RULE_FIELD_SCORE] = {"score", "a function(c)",
                          "fun(c: tide.Figures): number|table<string, any>", "",
                          "a formula instead of, or beside, pillars", "Formulas"},
    [RULE_FIELD_HEADLINE] = {"headline", "a name", "string", "the only one",
                             "which result of score is the index", "Formulas"},
    [RULE_FIELD_PUBLISHED] = {"published", "indicators by item", "table<string, string|table>", "",
                              "what results are compared with", "What was published"},
};

const struct rule_field *rule_field_at(enum rule_field_id id)
{
    return &fields[id];
}
