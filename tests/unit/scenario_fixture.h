/* Levers and scenarios written in a test, read against the shipped model. Header-only. */
#ifndef TIDEMARK_TESTS_UNIT_SCENARIO_FIXTURE_H
#define TIDEMARK_TESTS_UNIT_SCENARIO_FIXTURE_H

#include "lua/worker.h"
#include "lua/worker_apply.h"
#include "scenario/scenario.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SCENE_LEVERS_MAX = 16 };

/* forged, when set, is what apply is said to have recorded. */
struct scene {
    struct arena *arena;
    struct worker *worker;
    const struct project *project;
    struct err_list problems;
    struct lever_file files[SCENE_LEVERS_MAX];
    size_t file_count;
    const struct levers *levers;
    const struct scenario *below;
    const struct value *forged;
};

static inline int scene_open(void **state)
{
    static struct scene scene;
    const char *root = getenv("TIDEMARK_ROOT");
    struct worker_options options = {.script_seconds = 20, .script_memory_mib = 64, .seed = 1};
    struct err err;
    scene = (struct scene){.arena = arena_new()};
    scene.worker = worker_start(&options, NULL, &err);
    assert_non_null(scene.worker);
    scene.project = project_load(scene.arena, root ? root : ".", &scene.problems);
    assert_non_null(scene.project);
    *state = &scene;
    return 0;
}

static inline int scene_close(void **state)
{
    struct scene *scene = *state;
    worker_stop(scene->worker);
    err_list_free(&scene->problems);
    arena_free(scene->arena);
    return 0;
}

static inline void scene_clear(struct scene *scene)
{
    err_list_free(&scene->problems);
    err_list_init(&scene->problems);
    scene->file_count = 0;
    scene->levers = NULL;
    scene->below = NULL;
    scene->forged = NULL;
}

static inline const struct value *scene_run(struct scene *scene, const char *file, const char *text)
{
    struct err err = {0};
    const struct value *value =
        worker_load(scene->worker, scene->arena, file, text, strlen(text), NULL, &err);
    if (!value)
        fail_msg("%s:%u: %s", file, err.place.line, err.sentence);
    return value;
}

/* Adds a lever; text is what stands in the braces. */
static inline void scene_lever(struct scene *scene, const char *id, const char *text)
{
    char *file = arena_printf(scene->arena, "scripts/levers/%s.lua", id);
    char *script = arena_printf(scene->arena,
                                "return { title = 'T', actor = 'A', because = 'B',\n%s }\n", text);
    scene->files[scene->file_count++] =
        (struct lever_file){id, file, {script, strlen(script)}, scene_run(scene, file, script)};
}

static inline void scene_fail(const struct scene *scene)
{
    for (size_t i = 0; i < scene->problems.count; i++)
        fail_msg("%s:%u: %s", scene->problems.items[i].place.file,
                 scene->problems.items[i].place.line, scene->problems.items[i].sentence);
}

/* Reads the levers that were added. */
static inline const struct levers *scene_levers(struct scene *scene)
{
    scene->levers =
        lever_read(scene->arena, scene->project, scene->files, scene->file_count, &scene->problems);
    if (!scene->levers)
        scene_fail(scene);
    return scene->levers;
}

static inline const struct lever *scene_found(const struct scene *scene, const char *id)
{
    uint32_t at = lever_find(scene->levers, text_of(id));
    assert_int_not_equal(at, LEVER_NONE);
    return &scene->levers->items[at];
}

static inline const struct value *scene_apply(void *context, struct arena *arena,
                                              const struct scenario_file *file,
                                              const struct value *function,
                                              const uint32_t *countries, size_t count,
                                              struct err *err)
{
    struct scene *scene = context;
    (void)file;
    if (scene->forged)
        return scene->forged;
    return worker_apply(scene->worker, arena, function, scene->project, countries, count, err);
}

static inline const struct scenario *scene_below(void *context, const char *name, struct err *err)
{
    struct scene *scene = context;
    if (scene->below && strcmp(scene->below->id, name) == 0)
        return scene->below;
    err_set(err, ERR_SCENARIO_NAME, "there is no scenario \"%s\"", name);
    return NULL;
}

/* Reads a scenario of 2022 to 2026; NULL when there are problems. text is what else stands in the
 * braces, from the second line on. */
static inline const struct scenario *scene_read(struct scene *scene, const char *id,
                                                const char *text)
{
    const struct scenario_host host = {scene_apply, scene_below, scene};
    const char *file = "scripts/scenarios/test.lua";
    char *script = arena_printf(scene->arena,
                                "return { title = 'T', from = '2022', to = '2026',\n%s }\n", text);
    const struct scenario_file scenario = {
        id, file, {script, strlen(script)}, scene_run(scene, file, script)};
    return scenario_read(scene->arena, scene->project, scene->levers, &scenario, &host,
                         &scene->problems);
}

static inline const struct scenario *scene_good(struct scene *scene, const char *id,
                                                const char *text)
{
    const struct scenario *scenario = scene_read(scene, id, text);
    if (!scenario)
        scene_fail(scene);
    return scenario;
}

/* Reads a scenario that has one problem: its code, line and a part of its sentence. */
static inline void scene_refuses(struct scene *scene, const char *text, enum err_code code,
                                 uint32_t line, const char *sentence)
{
    err_list_free(&scene->problems);
    err_list_init(&scene->problems);
    assert_null(scene_read(scene, "test", text));
    assert_int_equal(scene->problems.count, 1);
    const struct err *err = &scene->problems.items[0];
    if (!strstr(err->sentence, sentence))
        fail_msg("\"%s\" does not say \"%s\"", err->sentence, sentence);
    assert_int_equal(err->code, code);
    assert_int_equal(err->place.line, line);
}

static inline uint32_t scene_indicator(const struct scene *scene, const char *id)
{
    const struct indicator *found = codebook_indicator(scene->project->codebook, text_of(id));
    assert_non_null(found);
    return (uint32_t)(found - scene->project->codebook->indicators);
}

static inline uint32_t scene_country(const struct scene *scene, const char *id)
{
    return project_country(scene->project, text_of(id));
}

#endif
