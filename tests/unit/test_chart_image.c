#include "base/confine.h"
#include "base/process.h"
#include "chart/chart_image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/tidemark-image-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char path[96];
    snprintf(path, sizeof path, "%s/pretend", folder);
    unlink(path);
    return rmdir(folder); /* fails when anything else stands in it */
}

/* What drawing a script says: "" when an image came out. program NULL is the machine's gnuplot. */
static const char *draw(const char *program, const char *script)
{
    static struct err err;
    struct text_buffer text = {0}, image = {0};
    err = (struct err){0};
    text_add_string(&text, script);
    bool drawn =
        chart_image_draw(program, &text, CHART_SVG, "title", "words", CHART_ENGLISH, &image, &err);
    text_buffer_free(&text);
    text_buffer_free(&image);
    return drawn ? "" : err.sentence;
}

static bool can_draw(void)
{
    char path[512];
    return strncmp(confine_state(), "off", 3) != 0 &&
           chart_image_program(NULL, path, sizeof path, NULL);
}

/* The line a script stands in, after which gnuplot would draw as ever. */
static const char *after(const char *line)
{
    static char script[1024];
    char with_folder[512];
    const char *mark = strchr(line, '@');
    if (mark)
        snprintf(with_folder, sizeof with_folder, "%.*s%s%s", (int)(mark - line), line, folder,
                 mark + 1);
    snprintf(script, sizeof script, "set term svg size 800,500\n%s\nplot x\n",
             mark ? with_folder : line);
    return script;
}

static void a_script_that_behaves_is_drawn(void **state)
{
    (void)state;
    if (!can_draw())
        skip();
    assert_string_equal(draw(NULL, after("set title 'x'")), "");
}

static void a_script_cannot_start_a_program(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "x = system('touch @/made')",         "!touch @/made",
        "plot '< touch @/made; echo 1 1'",    "set print '|touch @/made'; print 1",
        "set output '|cat > @/made'; plot x", "load '< touch @/made; echo pause 0'",
    };
    if (!can_draw())
        skip();
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        draw(NULL, after(lines[i]));
        char made[96];
        snprintf(made, sizeof made, "%s/made", folder);
        assert_int_not_equal(access(made, F_OK), 0);
    }
}

static void a_script_cannot_write_a_file(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "set output '@/made'; plot x",
        "set print '@/made'; print 1",
        "save '@/made'",
        "set table '@/made'; plot x; unset table",

    };
    if (!can_draw())
        skip();
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        draw(NULL, after(lines[i]));
        char made[96];
        snprintf(made, sizeof made, "%s/made", folder);
        assert_int_not_equal(access(made, F_OK), 0);
    }
}

/* A program in gnuplot's place, confined as gnuplot is, tries what no script can say. It reports on
 * stderr, and a first line there is what the message quotes. */
static const char *pretend(const char *body)
{
    static char path[96];
    snprintf(path, sizeof path, "%s/pretend", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "#!/usr/bin/perl\nuse Socket;\n%s", body);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0755), 0);
    return path;
}

static void assert_refused(const char *attempt)
{
    char body[512];
    snprintf(body, sizeof body, "my $done = %s;\nprint STDERR $done ? 'done' : \"refused: $!\";\n",
             attempt);
    assert_string_equal(draw(pretend(body), ""),
                        "gnuplot did not draw the chart: refused: Operation not permitted");
}

static void what_stands_in_gnuplots_place_is_as_confined(void **state)
{
    (void)state;
    char attempt[256];
    if (!can_draw() || access("/usr/bin/perl", X_OK) != 0)
        skip();
    assert_refused("exec('/bin/true')");
    assert_refused("defined(fork)");
    assert_refused("socket(my $s, PF_INET, SOCK_STREAM, 0)");
    assert_refused("socket(my $s, PF_UNIX, SOCK_DGRAM, 0)");
    snprintf(attempt, sizeof attempt, "open(my $f, '>', '%s/made')", folder);
    assert_refused(attempt);
    snprintf(attempt, sizeof attempt, "open(my $f, '>>', '%s/pretend')", folder);
    assert_refused(attempt);
    snprintf(attempt, sizeof attempt, "unlink('%s/pretend')", folder);
    assert_refused(attempt);
    snprintf(attempt, sizeof attempt, "mkdir('%s/made')", folder);
    assert_refused(attempt);
    snprintf(attempt, sizeof attempt, "symlink('/etc/passwd', '%s/made')", folder);
    assert_refused(attempt);
    assert_refused("kill('KILL', getppid)");
}

static void a_program_that_dies_midway_leaves_no_image(void **state)
{
    (void)state;
    if (!can_draw() || access("/usr/bin/perl", X_OK) != 0)
        skip();
    assert_string_equal(
        draw(pretend("$| = 1; print '<?xml version=\"1.0\"?><svg ', ' ' x 100; exit 7;"), ""),
        "gnuplot did not draw the chart: it ended early");
    assert_string_equal(draw(pretend("print '<?xml version=\"1.0\"?><svg ', ' ' x 100;"), ""),
                        "gnuplot left half an image");
    assert_string_equal(
        draw(pretend("print STDERR \"\\n  ^\\nline 3: no such word\\nmore\\n\";"), ""),
        "gnuplot did not draw the chart: line 3: no such word");
}

static void assert_judged(struct process_result result, const char *sentence)
{
    struct err err;
    assert_false(chart_image_judge(&result, CHART_SVG, &err));
    assert_int_equal(err.code, ERR_CHART_DRAWING);
    assert_int_equal(err_status(err.code), ERR_MACHINE);
    assert_string_equal(err.sentence, sentence);
}

static void a_program_that_hangs_or_never_stops_writing_is_said_to(void **state)
{
    (void)state;
    assert_judged((struct process_result){.timed_out = true},
                  "gnuplot did not end within 60 seconds and was stopped");
    assert_judged((struct process_result){.too_long = true},
                  "gnuplot wrote more than 64 MiB and was stopped");
    assert_judged((struct process_result){.end = {.exit_code = 1}},
                  "gnuplot did not draw the chart: it ended early");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_script_that_behaves_is_drawn),
        cmocka_unit_test(a_script_cannot_start_a_program),
        cmocka_unit_test(a_script_cannot_write_a_file),
        cmocka_unit_test(what_stands_in_gnuplots_place_is_as_confined),
        cmocka_unit_test(a_program_that_dies_midway_leaves_no_image),
        cmocka_unit_test(a_program_that_hangs_or_never_stops_writing_is_said_to),
    };
    return cmocka_run_group_tests_name("chart_image", tests, make_folder, remove_folder);
}
