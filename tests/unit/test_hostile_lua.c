/* Runs every script of tests/hostile/lua in a worker of its own and compares how it ends with
 * tests/hostile/lua/expected; those of tests/hostile/lua/functions return a function `score`, which
 * is followed and run over rows. */

#include "base/confine.h"
#include "lua/worker_formula.h"

#include <fcntl.h>
#include <fnmatch.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

enum { SCRIPT_MAX_BYTES = 1 << 20, PATH_BYTES = 512 };

struct corpus {
    struct worker_options options;
    double grace_seconds; /* that a script may take beyond its budget */
    bool slow; /* a sanitizer build: it may run out of time before what is expected happens */
    char folder[PATH_BYTES / 2];
    struct arena *arena;
};

static const char *read_script(struct arena *arena, const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    char *text = arena_alloc(arena, SCRIPT_MAX_BYTES + 1, 1);
    assert_non_null(text);
    *length = fread(text, 1, SCRIPT_MAX_BYTES, file);
    fclose(file);
    return text;
}

static const char *module_text(void *context, enum worker_module module, const char *name,
                               const char **file, size_t *length)
{
    struct corpus *corpus = context;
    char *path = arena_printf(corpus->arena, "%s/%s/%s.lua", corpus->folder,
                              module == WORKER_RULE ? "rules" : "lib", name);
    assert_non_null(path);
    *file = path;
    return read_script(corpus->arena, path, length);
}

static double children_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

static bool is_clean(const char *text)
{
    uint32_t code_point;
    for (size_t at = 0, size, length = strlen(text); at < length; at += size) {
        size = text_scalar(text + at, length - at, &code_point);
        if (size == 0 || text_is_control(code_point))
            return false;
    }
    return true;
}

/* A codebook of one pillar with two indicators. */
static const struct node nodes[] = {{.id = "p", .parent = CODEBOOK_NONE, .first_child = 1},
                                    {.id = "a", .parent = 0, .next = 2},
                                    {.id = "b", .parent = 0}};

/* Follows the function that the script returned, and runs it over some rows; err says how it ended.
 */
static void run_function(struct worker *worker, struct arena *arena, const struct value *value,
                         struct err *err)
{
    static const char *const inputs[] = {"p", "a", "b", "year"};
    static const double column[] = {1, -1, 0, 1e300, 5, 0.5};
    static const double missing[] = {NAN, 1, NAN, 2, 3, NAN};
    static const double *const columns[] = {column, column, missing, column};
    enum { ROWS = 6 };
    const struct codebook codebook = {.nodes = (struct node *)nodes, .node_count = 3};
    struct formula_host host = worker_formula_host(worker);
    const struct formula *formula =
        host.trace(host.context, arena, value_field(value, "score"), &codebook, NULL, NULL, 0, err);
    if (!formula)
        return;
    size_t cells = formula->result_count * ROWS;
    struct formula_rows rows = {.inputs = inputs,
                                .columns = columns,
                                .input_count = 4,
                                .rows = ROWS,
                                .values = arena_alloc(arena, cells, sizeof(double)),
                                .low = arena_alloc(arena, cells, sizeof(double)),
                                .high = arena_alloc(arena, cells, sizeof(double)),
                                .texts = arena_alloc(arena, cells, sizeof(char *))};
    host.run(host.context, arena, formula, &rows, err);
}

/* One line of the list. Says what differs and returns false rather than stopping at the first. */
static bool ends_as_expected(struct corpus *corpus, const char *name, int status, const char *code,
                             const char *line)
{
    struct err err = {0};
    size_t length = 0;
    char *path = arena_printf(corpus->arena, "%s/%s", corpus->folder, name), found[8];
    assert_non_null(path);
    const char *text = read_script(corpus->arena, path, &length);
    assert_non_null(text);
    double before = children_seconds();
    struct worker *worker = worker_start(&corpus->options, NULL, &err);
    assert_non_null(worker);
    struct worker_resolver resolver = {module_text, corpus};
    const struct value *value =
        worker_load(worker, corpus->arena, name, text, length, &resolver, &err);
    if (value && value_field(value, "score"))
        run_function(worker, corpus->arena, value, &err);
    worker_stop(worker);
    double seconds = children_seconds() - before;
    if (err.code == ERR_CODE_NONE) {
        printf("%s: nothing was refused\n", name);
        return false;
    }
    char place[16] = "-";
    if (err.place.line)
        snprintf(place, sizeof place, "%u", err.place.line);
    bool good = (int)err_status(err.code) == status &&
                fnmatch(code, err_code_text(err.code, found), 0) == 0 &&
                fnmatch(line, place, 0) == 0;
    if (corpus->slow && err.code == ERR_SCRIPT_TIME)
        good = true;
    if (!good)
        printf("%s: %s at line %s: %s\n", name, err_code_text(err.code, found), place,
               err.sentence);
    if (seconds > corpus->options.script_seconds + corpus->grace_seconds)
        printf("%s: took %.3f s of computing time\n", name, seconds);
    if (!is_clean(err.sentence) || !is_clean(err.hint))
        printf("%s: a control character in the message\n", name);
    return good && seconds <= corpus->options.script_seconds + corpus->grace_seconds &&
           is_clean(err.sentence) && is_clean(err.hint);
}

/* What scripts print is not wanted among the results of the tests. */
static int silence_stderr(void)
{
    int saved = dup(STDERR_FILENO);
    int sink = open("/dev/null", O_WRONLY);
    assert_true(saved >= 0 && sink >= 0);
    dup2(sink, STDERR_FILENO);
    close(sink);
    return saved;
}

/* Runs the scripts of a list in a folder of the corpus; in a sanitizer build every third, and all
 * with WHOLE set (`make check-all`). */
static void check_list(const char *folder)
{
    struct corpus corpus = {.options = {.script_seconds = 0.3, .script_memory_mib = 24},
                            .grace_seconds = 0.2,
                            .arena = arena_new()};
    const char *preload = getenv("LD_PRELOAD");
    bool valgrind = preload && strstr(preload, "vgpreload"); /* some thirty times slower */
    if (valgrind) {
        corpus.options.script_seconds = 5;
        corpus.grace_seconds = 2;
    }
    bool sanitizer = !valgrind && strncmp(confine_state(), "off", 3) == 0;
    if (sanitizer) {
        corpus.options.script_seconds = 1;
        corpus.grace_seconds = 60;
        corpus.slow = true;
    }
    size_t every = sanitizer && !getenv("WHOLE") ? 3 : 1, listed = 0;
    const char *root = getenv("TIDEMARK_ROOT");
    char path[PATH_BYTES], line[256], name[64], code[16], place[16];
    int status, count = 0, wrong = 0;
    assert_non_null(corpus.arena);
    snprintf(corpus.folder, sizeof corpus.folder, "%s/%s", root ? root : ".", folder);
    snprintf(path, sizeof path, "%s/expected", corpus.folder);
    FILE *list = fopen(path, "r");
    assert_non_null(list);
    int saved = silence_stderr();
    while (fgets(line, sizeof line, list)) {
        if (sscanf(line, "%63s %d %15s %15s", name, &status, code, place) != 4 || *name == '#')
            continue;
        if (listed++ % every != 0)
            continue;
        struct arena_mark mark = arena_mark(corpus.arena);
        count++;
        wrong += !ends_as_expected(&corpus, name, status, code, place);
        arena_rewind(corpus.arena, mark);
    }
    dup2(saved, STDERR_FILENO);
    close(saved);
    fclose(list);
    arena_free(corpus.arena);
    assert_true(count >= 25);
    assert_int_equal(wrong, 0);
}

static void every_hostile_script_ends_as_listed(void **state)
{
    (void)state;
    check_list("tests/hostile/lua");
}

static void every_hostile_function_ends_as_listed(void **state)
{
    (void)state;
    check_list("tests/hostile/lua/functions");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_hostile_script_ends_as_listed),
        cmocka_unit_test(every_hostile_function_ends_as_listed),
    };
    return cmocka_run_group_tests_name("hostile_lua", tests, NULL, NULL);
}
