/* Published indices as formulas: what their publishers printed comes out, followed and by rows. */
#include "formula_fixture.h"

/* One country and year: the values of the inputs, and what was published. */
enum { VALUES_MAX = 32, PRINTED_MAX = 6 };
struct printed {
    double values[VALUES_MAX];
    double printed[PRINTED_MAX];
    const char *text;
};

struct index {
    const char *nodes;
    const char *script;
    const char *const *names;
    size_t inputs;
    const char *const *results; /* numbers, in the order of printed */
    size_t result_count;
    double within;
    const char *text; /* a result that is a text, NULL without */
};

static size_t find_result(const struct formula *formula, const char *name)
{
    for (size_t i = 0; i < formula->result_count; i++)
        if (strcmp(formula->results[i].name, name) == 0)
            return i;
    fail_msg("no result %s", name);
    return 0;
}

static void check_country(struct formulas *formulas, const struct index *index,
                          const struct formula *formula, const struct printed *country)
{
    struct table table;
    struct evaluation evaluation = {index->names, country->values, index->inputs};
    struct evaluated *done = evaluate(formula, &evaluation);
    assert_true(
        run_table(formulas, formula, index->names, country->values, index->inputs, 1, &table));
    for (size_t i = 0; i < index->result_count; i++) {
        size_t at = find_result(formula, index->results[i]);
        double followed = done[formula->results[at].value].number;
        if (!(fabs(followed - country->printed[i]) <= index->within))
            fail_msg("%s is %.17g, but %g was published", index->results[i], followed,
                     country->printed[i]);
        assert_true(same_bits(followed, table.rows.values[at]));
    }
    if (index->text) {
        size_t at = find_result(formula, index->text);
        assert_string_equal(done[formula->results[at].value].text, country->text);
        assert_string_equal(table.rows.texts[at], country->text);
    }
    free(done);
}

static void check_index(const struct index *index, const struct printed *countries, size_t count)
{
    static struct formulas formulas;
    start_formulas(&formulas, index->nodes, 20, 64);
    const struct formula *formula = must_trace(&formulas, index->script);
    for (size_t i = 0; i < count; i++)
        check_country(&formulas, index, formula, &countries[i]);
    stop_formulas(&formulas);
}

/* UNDP, Human Development Report 2023/24, table 2 and statistical annex: 2021 of Kyrgyzstan, Niger
 * and Hong Kong, whose life expectancy is beyond the goalpost. */
static void the_human_development_index_is_as_printed(void **state)
{
    (void)state;
    static const char *const names[] = {"le", "eys", "mys", "gnipc"}, *const results[] = {"hdi"};
    static const struct printed countries[] = {
        {{69.977, 12.99493027, 11.96131992, 4542.389407}, {0.696}, NULL},
        {{61.576, 7.186131428, 1.341352433, 1208.85424}, {0.389}, NULL},
        {{85.473, 17.72920036, 12.3072497, 64150.85303}, {0.959}, NULL},
    };
    const struct index index = {
        .nodes = "hdi: le eys mys gnipc",
        .script = "return { score = function(c)\n"
                  "  local health = math.min((c.le - 20) / 65, 1)\n"
                  "  local education = (math.min(c.eys / 18, 1) + math.min(c.mys / 15, 1)) / 2\n"
                  "  local income = (math.log(math.min(c.gnipc, 75000)) - math.log(100))\n"
                  "    / (math.log(75000) - math.log(100))\n"
                  "  return { hdi = (health * education * income) ^ (1 / 3), health = health,\n"
                  "    education = education, income = income }\n"
                  "end }",
        .names = names,
        .inputs = 4,
        .results = results,
        .result_count = 1,
        .within = 0.0005,
    };
    check_index(&index, countries, 3);
}

/* Freedom House, Freedom in the World, editions 2014 and 2021: A1 … G4 of Kyrgyzstan 2013 and 2020,
 * Bhutan 2020, Syria 2013. Where no question on change was asked, AddA is empty. */
static void freedom_in_the_world_is_as_printed(void **state)
{
    (void)state;
    static const char *const names[] = {"A1", "A2",   "A3",   "B1", "B2", "B3", "B4", "C1", "C2",
                                        "C3", "AddQ", "AddA", "D1", "D2", "D3", "D4", "E1", "E2",
                                        "E3", "F1",   "F2",   "F3", "F4", "G1", "G2", "G3", "G4"};
    static const char *const results[] = {"pr", "cl", "total", "pr_rating", "cl_rating"};
    static const struct printed countries[] = {
        {{2, 2, 2, 2, 2, 1, 1, 1, 1, 2, 2, 0, 2, 1, 3, 3, 2, 1, 2, 1, 1, 1, 1, 2, 2, 2, 1},
         {14, 25, 39, 5, 5},
         "PF"},
        {{0, 1, 1, 1, 1, 0, 1, 0, 0, 0, 1, NAN, 2, 2, 3, 3, 1, 2, 2, 0, 0, 1, 1, 2, 2, 2, 1},
         {4, 24, 28, 7, 5},
         "NF"},
        {{3, 4, 3, 3, 4, 3, 2, 3, 3, 3, 1, NAN, 2, 2, 2, 3, 2, 2, 1, 3, 2, 2, 1, 2, 3, 2, 2},
         {30, 31, 61, 2, 4},
         "PF"},
        {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1},
         {-2, 3, 1, 7, 7},
         "NF"},
        {{4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 0, NAN, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4},
         {40, 60, 100, 1, 1},
         "F"},
    };
    const struct index index = {
        .nodes = "q: A1 A2 A3 B1 B2 B3 B4 C1 C2 C3 AddQ AddA D1 D2 D3 D4 E1 E2 E3 F1 F2 F3 F4 G1 "
                 "G2 G3 G4",
        .script = "local pr_cuts = { 36, 30, 24, 18, 12, 6 }\n"
                  "local cl_cuts = { 53, 44, 35, 26, 17, 8 }\n"
                  "local function rating(points, cuts)\n"
                  "  for i, cut in ipairs(cuts) do\n"
                  "    if points >= cut then return i end\n"
                  "  end\n"
                  "  return 7\n"
                  "end\n"
                  "return { score = function(c)\n"
                  "  local a, b = c.A1 + c.A2 + c.A3, c.B1 + c.B2 + c.B3 + c.B4\n"
                  "  local pr = a + b + c.C1 + c.C2 + c.C3 - c.AddQ + tide.default(c.AddA, 0)\n"
                  "  local cl = c.D1 + c.D2 + c.D3 + c.D4 + c.E1 + c.E2 + c.E3\n"
                  "           + c.F1 + c.F2 + c.F3 + c.F4 + c.G1 + c.G2 + c.G3 + c.G4\n"
                  "  local pr_rating, cl_rating = rating(pr, pr_cuts), rating(cl, cl_cuts)\n"
                  "  local mean = (pr_rating + cl_rating) / 2\n"
                  "  local status = 'NF'\n"
                  "  if mean <= 2.5 then status = 'F' elseif mean <= 5 then status = 'PF' end\n"
                  "  return { total = pr + cl, pr = pr, cl = cl, pr_rating = pr_rating,\n"
                  "    cl_rating = cl_rating, status = status }\n"
                  "end }",
        .names = names,
        .inputs = sizeof names / sizeof *names,
        .results = results,
        .result_count = 5,
        .within = 0,
        .text = "status",
    };
    check_index(&index, countries, sizeof countries / sizeof *countries);
}

/* Transparency International, Corruption Perceptions Index 2022: sources of Denmark,
 * Kyrgyzstan and New Zealand; 2017, before the standard errors were corrected for how many sources
 * there are: Denmark. */
static void the_corruption_perceptions_index_is_as_printed(void **state)
{
    (void)state;
    static const char *const names[] = {"s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "year"};
    static const char *const results[] = {"cpi", "se", "n"};
    static const struct printed countries[] = {
        {{97, 90, 83, 96, 100, 79, 84, 88, 2022}, {90, 1.709309, 8}, NULL},
        {{29, 27, 22, 20, 35, 27, 26, NAN, 2022}, {27, 1.317177, 7}, NULL},
        {{97, 90, 83, 87, 93, 78, 85, 82, 2022}, {87, 1.405203, 8}, NULL},
    };
    static const struct printed older[] = {
        {{97, 90, 83, 99, 93, 77, 80, 88, 2017}, {88, 2.75, 8}, NULL},
    };
    struct index index = {
        .nodes = "source_scores: s1 s2 s3 s4 s5 s6 s7 s8",
        .script =
            "return { score = function(c)\n"
            "  local scores = c:children('source_scores')\n"
            "  local n = tide.count(scores)\n"
            "  if n < 3 then return nil end\n"
            "  local cpi = tide.round(tide.mean(scores))\n"
            "  local se = tide.sd(scores) / n ^ 0.5\n"
            "  if c.year >= 2018 then\n"
            "    se = se * ((13 - n) / 12) ^ 0.5\n"
            "  end\n"
            "  return { cpi = { value = cpi, low = cpi - 1.64 * se, high = cpi + 1.64 * se },\n"
            "    se = se, n = n }\n"
            "end }",
        .names = names,
        .inputs = 9,
        .results = results,
        .result_count = 3,
        .within = 0.02, /* sources are printed as whole numbers */
    };
    check_index(&index, countries, 3);
    index.within = 0.24; /* the largest of 2017, for the same reason */
    check_index(&index, older, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_human_development_index_is_as_printed),
        cmocka_unit_test(freedom_in_the_world_is_as_printed),
        cmocka_unit_test(the_corruption_perceptions_index_is_as_printed),
    };
    return cmocka_run_group_tests_name("formula_published", tests, NULL, NULL);
}
