/* A worker with a few rules and libraries to load, for the tests of scripts. Header-only. */
#ifndef TIDEMARK_TESTS_UNIT_WORKER_FIXTURE_H
#define TIDEMARK_TESTS_UNIT_WORKER_FIXTURE_H

#include "lua/worker.h"

#include "base/confine.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    struct worker *worker;
    struct arena *arena;
    struct err err;
};

/* Rules and libraries by name. */
static inline const char *module_text(void *context, enum worker_module module, const char *name,
                               const char **file, size_t *length)
{
    static const struct {
        enum worker_module module;
        const char *name, *file, *text;
    } modules[] = {
        {WORKER_RULE, "base", "scripts/rules/base.lua",
         "local weights = require 'weights'\n"
         "return { title = 'Base', weights = weights, pillar = tide.mean() }\n"},
        {WORKER_RULE, "broken", "scripts/rules/broken.lua", "-- one\n\nreturn { a = nothing }\n"},
        {WORKER_RULE, "empty", "scripts/rules/empty.lua", "local x = 1\n"},
        {WORKER_RULE, "circle", "scripts/rules/circle.lua", "return tide.rule 'circle'\n"},
        {WORKER_RULE, "latin", "scripts/rules/latin.lua", "return {}\n-- \xE9\n"},
        {WORKER_RULE, "formula", "scripts/rules/formula.lua",
         "return {\n  score = function(c)\n    return { s = 'x' .. c.a }\n  end,\n}\n"},
        {WORKER_LIBRARY, "helper", "scripts/lib/helper.lua",
         "return function(c)\n  return c.zz\nend\n"},
        {WORKER_LIBRARY, "weights", "scripts/lib/weights.lua", "return { a = 1, b = 2 }\n"},
        {WORKER_LIBRARY, "syntax", "scripts/lib/syntax.lua", "return {\n  a = 1\n  b = 2\n}\n"},
    };
    (void)context;
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++) {
        if (modules[i].module != module || strcmp(modules[i].name, name) != 0)
            continue;
        *file = modules[i].file;
        *length = strlen(modules[i].text);
        return modules[i].text;
    }
    return NULL;
}

static inline void start(struct fixture *fixture, double seconds, size_t mib)
{
    struct worker_options options = {
        .script_seconds = seconds, .script_memory_mib = mib, .seed = 1};
    const char *notice = "unset";
    *fixture = (struct fixture){.arena = arena_new()};
    assert_non_null(fixture->arena);
    fixture->worker = worker_start(&options, &notice, &fixture->err);
    assert_non_null(fixture->worker);
    assert_int_equal(notice == NULL, strncmp(confine_state(), "full", 4) == 0);
}

static inline void stop(struct fixture *fixture)
{
    worker_stop(fixture->worker);
    arena_free(fixture->arena);
}

static inline const struct value *load(struct fixture *fixture, const char *text)
{
    const struct worker_resolver resolver = {module_text, NULL};
    fixture->err = (struct err){0};
    return worker_load(fixture->worker, fixture->arena, "scripts/rules/test.lua", text,
                       strlen(text), &resolver, &fixture->err);
}

/* Loads a script that must succeed. */
static inline const struct value *must_load(struct fixture *fixture, const char *text)
{
    const struct value *value = load(fixture, text);
    if (!value)
        fail_msg("%s:%u: %s", fixture->err.place.file, fixture->err.place.line,
                 fixture->err.sentence);
    return value;
}

static inline int open_group(void **state)
{
    static struct fixture fixture;
    start(&fixture, 20, 64); /* ample, also under valgrind */
    *state = &fixture;
    return 0;
}

static inline int close_group(void **state)
{
    stop(*state);
    return 0;
}

#endif
