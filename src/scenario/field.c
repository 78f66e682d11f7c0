#include "scenario/field.h"

#define JUDGED "a number or { low, likely, high }"
#define DURATION "a duration, \"6 months\" or \"1 year\""
#define JUDGED_LUA "tide.Judged"
#define EFFECTS "indicators, each with its effect"
#define EFFECTS_LUA "table<string, number|tide.Effect>"

/* Rows of several tables. */
#define MECHANISM_ROW "mechanism", "a text", "string", false, "how it is meant to work"
#define EFFECTS_ROW "effects", EFFECTS, EFFECTS_LUA, false, "what it moves, at strength 1"
#define RAISES_ROW                                                                   \
    "raises", "levers, each with what is added to its chance", "tide.Raises", false, \
        "what it adds to the chance, within 24 months, that other levers happen"
#define CHANCE_ROW                                                                             \
    "chance", "a number from 0 to 1, or { KGZ = 0.2 }", "number|table<string, number>", false, \
        "judged chance that it happens within 24 months"
#define HALF_LIFE_ROW \
    "half_life", DURATION, "string", false, "of every effect that has none of its own"
#define SATURATE_ROW                               \
    "saturate", "true or false", "boolean", false, \
        "each effect shrinks with the room that is left to the end of the scale"
#define MIX_ROW \
    "mix", "a list of alternatives", "tide.Mix[]", false, "exactly one holds in a draw and country"
#define INTERACTIONS_ROW                                   \
    "interactions", "a list", "tide.Interaction[]", false, \
        "what changes when something else has happened, or has not"
#define EVIDENCE_ROW                                                   \
    "evidence", "a text or a list of texts", "string|string[]", false, \
        "works and cases behind the judgement"
#define LAG_ROW "lag", DURATION, "string", false, "nothing before it"
#define RAMP_ROW "ramp", DURATION, "string", false, "a straight rise over it; left out: at once"
#define OWN_HALF_LIFE_ROW \
    "half_life", DURATION, "string", false, "then half of it is left after each; left out: it stays"
#define FADE_ROW "fade", DURATION, "string", false, "or: straight back to nothing over it"
#define WEIGHT_ROW "weight", "a number from 0 to 1", "number", true, "its share; all add up to 1"
#define BECAUSE_ROW "because", "a text", "string", false, "why; needed with scale or effects"

static const struct field_group groups[FIELD_TABLES] = {
    [FIELD_LEVER] = {"Lever",
                     "a lever",
                     "a lever: `scripts/levers/ID.lua`, one thing that an actor can do",
                     {{"title", "a text", "string", true, "what is done, in a few words"},
                      {"actor", "a text", "string", true, "who does it"},
                      {"side", "\"governments\" or \"partners\"", "\"governments\"|\"partners\"",
                       false, "on which side the actor stands"},
                      {"because", "a text", "string", true, "what the judgement rests on"},
                      {MECHANISM_ROW},
                      {EFFECTS_ROW},
                      {RAISES_ROW},
                      {"scaled_by", "a pillar, group or indicator of levers or context", "string",
                       false, "its value / 100 multiplies effects on outcomes and what is raised"},
                      {CHANCE_ROW},
                      {HALF_LIFE_ROW},
                      {SATURATE_ROW},
                      {"parts", "letters, each with a part", "table<string, tide.Part>", false,
                       "what can be pulled alone: parts.a of R6 is R6a"},
                      {MIX_ROW},
                      {INTERACTIONS_ROW},
                      {EVIDENCE_ROW}}},
    [FIELD_PART] = {"Part",
                    "a part of a lever",
                    "parts: `a = { effects = … }`; what is left out is as the whole has it",
                    {{"title", "a text", "string", false, "what is done"},
                     {"actor", "a text", "string", false, "who does it"},
                     {"because", "a text", "string", false, "what the judgement rests on"},
                     {MECHANISM_ROW},
                     {EFFECTS_ROW},
                     {RAISES_ROW},
                     {CHANCE_ROW},
                     {HALF_LIFE_ROW},
                     {SATURATE_ROW},
                     {MIX_ROW},
                     {INTERACTIONS_ROW},
                     {EVIDENCE_ROW}}},
    [FIELD_EFFECT] =
        {"Effect",
         "an effect",
         "effects: `cs_ngo_law = { 0, 1, 2, lag = \"6 months\" }` or a number",
         {{LAG_ROW},
          {RAMP_ROW},
          {OWN_HALF_LIFE_ROW},
          {FADE_ROW},
          {"cap", "a number", "number", false, "it never carries the value beyond this"},
          {"on", "dates, or { KGZ = { dates } }", "string|string[]|table<string, string|string[]>",
           false, "its time begins with the first of these days (of elections)"}}},
    [FIELD_RAISES] = {"Raises",
                      "`raises`",
                      "raises: `R2 = { 0.02, 0.06, 0.15 }` is added to the chance of R2",
                      {{LAG_ROW}, {RAMP_ROW}, {OWN_HALF_LIFE_ROW}, {FADE_ROW}}},
    [FIELD_MIX] = {"Mix",
                   "an alternative of `mix`",
                   "mix: alternatives, of which exactly one holds in a draw and country",
                   {{WEIGHT_ROW},
                    {"scale", "a factor, or { raises = 0, cs_ngo_law = 0.5 }",
                     "tide.Judged|table<string, tide.Judged>", false,
                     "a factor on the lever's effects"},
                    {"effects", EFFECTS, EFFECTS_LUA, false, "what it moves beside them"},
                    {BECAUSE_ROW}}},
    [FIELD_INTERACTION] =
        {"Interaction",
         "an interaction",
         "interactions: tested at the end of each period on what has happened by then",
         {{"when", "a lever or step, or a list", "string|string[]", false,
           "all of these have happened"},
          {"unless", "a lever or step, or a list", "string|string[]", false,
           "none of these has happened"},
          {"after", "a lever or step", "string", false, "the same as `when` with one"},
          {"scale", "a factor, or { D4 = 0.5, cs_ngo_law = 0.5 }",
           "tide.Judged|table<string, tide.Judged>", false,
           "a factor on effects of this lever, on one indicator, or of another lever"},
          {"effects", EFFECTS, EFFECTS_LUA, false, "what it moves then, too"},
          {"because", "a text", "string", true, "why"}}},
    [FIELD_SCENARIO] =
        {"Scenario",
         "a scenario",
         "a scenario: `scripts/scenarios/NAME.lua`, what is assumed from a day on",
         {{"title", "a text", "string", true, "its name for people"},
          {"because", "a text", "string", false, "what it rests on as a whole"},
          {"question", "a text", "string", false, "what it is to answer"},
          {"from", "a date", "string|integer", false,
           "its first day, 2022 is 2022-01-01; needed without stack"},
          {"to", "a date", "string|integer", false,
           "its last day, 2026 is 2026-12-31; needed without stack"},
          {"countries", "a list of countries", "string[]", false, "left out: all"},
          {"pull", "levers, each with a strength from -1 to 1, \"judged\", or { KGZ = 0.8 }",
           "table<string, number|\"judged\"|table<string, number|\"judged\">>", false,
           "which levers happen: at `from` for certain, or by their judged chance"},
          {"background", "\"judged\"", "\"judged\"", false,
           "levers not pulled happen by their judged chance, in the baseline too"},
          {"assume", "{ KGZ = { indicator = value }, because = … }", "table<string, any>", false,
           "values where nothing was observed, for baseline and scenario alike"},
          {"branches", "a list of alternatives", "tide.Branch[]", false,
           "exactly one holds in a draw, for all countries"},
          {"steps", "a list", "tide.ListedStep[]", false, "the same as apply, as a list"},
          {"apply", "a function(world)", "fun(world: tide.World)", false,
           "records steps: world.KGZ.cs_ngo_law:shift(1, { because = … })"},
          {"stack", "a list of scenarios", "string[]", false,
           "scenarios that come before this one, in this order"}}},
    [FIELD_BRANCH] =
        {"Branch",
         "a branch",
         "branches: alternatives, of which exactly one holds in a draw",
         {{"name", "a text", "string", true, "what is the case"},
          {WEIGHT_ROW},
          {"scale", "a factor, or { D4 = 0.5, cs_ngo_law = 0.5 }",
           "tide.Judged|table<string, tide.Judged>", false,
           "a factor on a lever, what it raises included, or on what levers do to an indicator"},
          {"effects", EFFECTS, EFFECTS_LUA, false, "what it moves in every country"},
          {BECAUSE_ROW}}},
    [FIELD_STEP] =
        {"Step",
         "a step",
         "options of shift, set, ramp, scale: `:shift(size, { because = … })`",
         {{"because", "a text", "string", true, "why it is assumed"},
          {"from", "a date", "string|integer", false, "its first day; left out: the scenario's"},
          {"till", "a date", "string|integer", false,
           "the last day it counts; of a ramp: when it is there"},
          {LAG_ROW},
          {RAMP_ROW},
          {OWN_HALF_LIFE_ROW},
          {FADE_ROW},
          {"chance", "a number from 0 to 1", "number", false,
           "that it happens within 24 months; left out: it does, on that day"},
          {"after", "a lever or step", "string", false,
           "only once this has happened; its time begins then"},
          {"id", "a name", "string", false, "what `after`, `when` and `unless` call it"},
          {"branch", "the name of a branch", "string", false, "it counts in this branch alone"}}},
    [FIELD_LISTED] =
        {"ListedStep",
         "an entry of `steps`",
         "steps: `{ country = \"KGZ\", indicator = \"cs_ngo_law\", shift = 1, because = … }`",
         {{"country", "a country or a list", "string|string[]", false,
           "left out: all of the scenario's"},
          {"indicator", "an indicator", "string", true, "what is moved"},
          {"shift", JUDGED, JUDGED_LUA, false, "adds to the value"},
          {"set", JUDGED, JUDGED_LUA, false, "brings the value to this"},
          {"to", JUDGED, JUDGED_LUA, false,
           "brings it there in a straight line by `till`, as :ramp does"},
          {"scale", JUDGED, JUDGED_LUA, false, "multiplies the value"}}},
};

const struct field_group *field_group(enum field_table table)
{
    return &groups[table];
}

size_t field_names(enum field_table table, const char **names, size_t count)
{
    for (const struct field *field = groups[table].fields; field->name; field++)
        names[count++] = field->name;
    return count;
}
