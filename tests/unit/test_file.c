#include "base/file.h"
#include "base/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* Every test has an arena and an empty folder of its own, which it stands in. */
static struct arena *arena;
static char folder[] = "/tmp/tidemark-file-XXXXXX";

static int enter(void **state)
{
    (void)state;
    strcpy(folder + sizeof folder - 7, "XXXXXX");
    arena = arena_new();
    return arena && mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave(void **state)
{
    (void)state;
    char command[sizeof folder + 16];
    arena_free(arena);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void assert_holds(const char *path, const char *text)
{
    char bytes[256] = "";
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t length = fread(bytes, 1, sizeof bytes - 1, file);
    fclose(file);
    assert_int_equal(length, strlen(text));
    assert_string_equal(bytes, text);
}

/* Everything in a folder: temporary files have no hidden names, so what is left behind is seen. */
static size_t entries(const char *path)
{
    const char **names;
    size_t count = file_list(arena, path, "", &names, NULL);
    assert_true(count != SIZE_MAX);
    return count;
}

static mode_t mode_of(const char *path)
{
    struct stat found;
    assert_int_equal(lstat(path, &found), 0);
    return found.st_mode;
}

static void assert_unreadable(const char *path, size_t max_bytes, enum err_code code)
{
    struct err err = {0};
    size_t length;
    assert_null(file_read(arena, path, max_bytes, &length, &err));
    assert_int_equal(err.code, code);
    assert_non_null(strstr(err.sentence, path));
}

static void a_file_is_read_whole_and_terminated(void **state)
{
    (void)state;
    struct err err;
    size_t length = 0;
    assert_true(file_replace("some.csv", "a\0b\n", 4, &err));
    const char *bytes = file_read(arena, "some.csv", 0, &length, &err);
    assert_non_null(bytes);
    assert_int_equal(length, 4);
    assert_memory_equal(bytes, "a\0b\n", 5);
    put("empty", "");
    assert_string_equal(file_read(arena, "empty", 0, &length, &err), "");
    assert_int_equal(length, 0);
}

static void a_file_that_is_not_there_is_named(void **state)
{
    (void)state;
    assert_unreadable("nowhere/data.yaml", 0, ERR_FILE_READ);
    put("plain", "x");
    assert_unreadable("plain/data.yaml", 0, ERR_FILE_READ);
}

static void what_is_no_file_is_refused_without_waiting(void **state)
{
    (void)state;
    assert_int_equal(mkdir("folder.yaml", 0700), 0);
    assert_int_equal(mkfifo("pipe.yaml", 0600), 0);
    assert_int_equal(symlink("loop.yaml", "loop.yaml"), 0);
    assert_unreadable("folder.yaml", 0, ERR_FILE_KIND);
    assert_unreadable("pipe.yaml", 0, ERR_FILE_KIND);
    assert_unreadable("loop.yaml", 0, ERR_FILE_KIND);
    assert_unreadable("/dev/null", 0, ERR_FILE_KIND);
}

static void a_file_larger_than_allowed_is_refused(void **state)
{
    (void)state;
    struct err err;
    size_t length;
    put("eight", "12345678");
    assert_non_null(file_read(arena, "eight", 8, &length, &err));
    assert_unreadable("eight", 7, ERR_FILE_TOO_LARGE);
    put("huge", "");
    assert_int_equal(truncate("huge", (off_t)FILE_READ_MAX_BYTES + 1), 0);
    assert_unreadable("huge", 0, ERR_FILE_TOO_LARGE);
}

static void a_new_file_has_the_mode_the_umask_leaves(void **state)
{
    (void)state;
    struct err err;
    mode_t old = umask(027);
    bool done = file_replace("new", "text", 4, &err);
    assert_int_equal(umask(old), 027);
    assert_true(done);
    assert_int_equal(mode_of("new"), S_IFREG | 0640);
    assert_holds("new", "text");
    assert_int_equal(entries("."), 1);
}

static void a_replaced_file_keeps_its_mode(void **state)
{
    (void)state;
    static const mode_t modes[] = {0600, 0644, 0666, 0755, 0400};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        struct err err;
        put("kept", "the old and longer text");
        assert_int_equal(chmod("kept", modes[i]), 0);
        assert_true(file_replace("kept", "new", 3, &err));
        assert_int_equal(mode_of("kept"), S_IFREG | modes[i]);
        assert_holds("kept", "new");
        assert_int_equal(unlink("kept"), 0);
    }
}

static void a_reader_of_the_old_file_keeps_it_whole(void **state)
{
    (void)state;
    struct err err;
    char bytes[8] = "";
    put("data", "old");
    int fd = open("data", O_RDONLY);
    assert_true(file_replace("data", "newer", 5, &err));
    assert_int_equal(read(fd, bytes, sizeof bytes), 3);
    assert_string_equal(bytes, "old");
    close(fd);
}

static void the_target_of_a_link_is_replaced_not_the_link(void **state)
{
    (void)state;
    struct err err;
    assert_int_equal(mkdir("elsewhere", 0700), 0);
    put("elsewhere/real", "old");
    assert_int_equal(symlink("elsewhere/real", "link"), 0);
    assert_true(file_replace("link", "new", 3, &err));
    assert_true(S_ISLNK(mode_of("link")));
    assert_holds("elsewhere/real", "new");
    assert_int_equal(entries("elsewhere"), 1);
}

static void within_a_folder_no_link_and_no_path_leads_out(void **state)
{
    static const char *const names[] = {
        "../out.svg", "/tmp/out.svg", "sub/out.svg", ".hidden", "", ".", ".."};
    (void)state;
    struct err err;
    assert_int_equal(mkdir("charts", 0700), 0);
    assert_int_equal(mkdir("charts/folder.svg", 0700), 0);
    put("outside", "old");
    assert_int_equal(symlink("../outside", "charts/link.svg"), 0);
    assert_int_equal(symlink("../nowhere", "charts/loose.svg"), 0);
    assert_true(file_replace_within("charts", "a.svg", "one", 3, &err));
    assert_true(file_replace_within("charts", "a.svg", "two", 3, &err));
    assert_holds("charts/a.svg", "two");
    assert_false(file_replace_within("charts", "link.svg", "new", 3, &err));
    assert_int_equal(err.code, ERR_FILE_KIND);
    assert_non_null(strstr(err.sentence, "charts/link.svg"));
    assert_false(file_replace_within("charts", "loose.svg", "new", 3, &err));
    assert_false(file_replace_within("charts", "folder.svg", "new", 3, &err));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_false(file_replace_within("charts", names[i], "new", 3, &err));
    assert_false(file_replace_within("nowhere", "a.svg", "new", 3, &err));
    assert_int_equal(err.code, ERR_FILE_WRITE);
    assert_holds("outside", "old");
    assert_true(S_ISLNK(mode_of("charts/link.svg")));
    assert_int_equal(entries("charts"), 4);
}

/* What an old crash, or somebody else, has left at the name that is written first. */
static void within_a_folder_what_stands_in_the_way_is_not_written_through(void **state)
{
    (void)state;
    struct err err;
    assert_int_equal(mkdir("charts", 0700), 0);
    put("outside", "old");
    assert_int_equal(symlink("../outside", "charts/.a.svg.new"), 0);
    assert_true(file_replace_within("charts", "a.svg", "new", 3, &err));
    assert_holds("outside", "old");
    assert_holds("charts/a.svg", "new");
    assert_int_equal(entries("charts"), 1);
}

/* A file cannot be renamed over a folder, whoever asks. */
static void what_cannot_be_renamed_leaves_nothing_behind(void **state)
{
    (void)state;
    struct err err = {0};
    assert_int_equal(mkdir("taken", 0700), 0);
    put("taken/inside", "old");
    assert_false(file_replace("taken", "new", 3, &err));
    assert_int_equal(err.code, ERR_FILE_WRITE);
    assert_non_null(strstr(err.sentence, "taken"));
    assert_non_null(strstr(err.sentence, strerror(EISDIR)));
    assert_holds("taken/inside", "old");
    assert_int_equal(entries("."), 1);
}

static void a_full_disk_leaves_the_old_file(void **state)
{
    (void)state;
    struct err err = {0};
    struct rlimit unlimited, few;
    put("data", "old");
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &unlimited), 0);
    few = unlimited;
    few.rlim_cur = 10;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &few), 0);
    bool done = file_replace("data", "a text of more than ten bytes", 29, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &unlimited), 0);
    signal(SIGXFSZ, handler);
    assert_false(done);
    assert_int_equal(err.code, ERR_FILE_WRITE);
    assert_non_null(strstr(err.sentence, strerror(EFBIG)));
    assert_holds("data", "old");
    assert_int_equal(entries("."), 1);
}

static void a_file_is_replaced_only_while_it_holds_what_was_read(void **state)
{
    (void)state;
    struct err err = {0};
    char large[40000];
    memset(large, 'x', sizeof large);
    put("data", "old");
    assert_true(file_replace_if("data", text_of("old"), "new", 3, &err));
    assert_holds("data", "new");
    for (const char *const *other = (const char *const[]){"old", "", "newer", "ne", NULL}; *other;
         other++) {
        assert_false(file_replace_if("data", text_of(*other), "newest", 6, &err));
        assert_int_equal(err.code, ERR_FILE_CHANGED);
    }
    assert_false(file_replace_if("data", (struct text){NULL, 0}, "newest", 6, &err));
    assert_int_equal(err.code, ERR_FILE_CHANGED);
    assert_holds("data", "new");
    assert_true(file_replace_if("data", text_of("new"), large, sizeof large, &err));
    assert_true(file_replace_if("data", (struct text){large, sizeof large}, "small", 5, &err));
    assert_holds("data", "small");
    assert_true(file_replace_if("first", (struct text){NULL, 0}, "one", 3, &err));
    assert_false(file_replace_if("gone", text_of("old"), "new", 3, &err));
    assert_int_equal(entries("."), 2);
}

/* A child that holds the lock gives it back by ending; what it did before is then seen. */
static void a_lock_is_held_by_one_at_a_time(void **state)
{
    (void)state;
    struct err err = {0};
    int lock = lock_take("lock", &err);
    assert_true(lock >= 0);
    pid_t pid = fork();
    if (pid == 0) {
        lock_release(lock);
        int mine = lock_take("lock", &err);
        _exit(mine >= 0 && file_exists("done") ? 0 : 1);
    }
    assert_true(pid > 0);
    put("done", "");
    lock_release(lock);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    assert_int_equal(lock_take("none/lock", &err), -1);
    assert_int_equal(err.code, ERR_FILE_LOCK);
}

static void a_file_in_no_folder_cannot_be_written(void **state)
{
    (void)state;
    struct err err = {0};
    char longer[PATH_MAX + 100];
    assert_false(file_replace("nowhere/data", "x", 1, &err));
    assert_int_equal(err.code, ERR_FILE_WRITE);
    assert_false(file_exists("nowhere"));
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    assert_false(file_replace(longer, "x", 1, &err));
    assert_int_equal(err.code, ERR_FILE_WRITE);
}

static void folders_files_and_nothing_are_told_apart(void **state)
{
    (void)state;
    put("file", "x");
    assert_int_equal(mkdir("folder", 0700), 0);
    assert_int_equal(symlink("nowhere", "dangling"), 0);
    assert_true(file_exists("file") && file_exists("folder"));
    assert_false(file_exists("nowhere") || file_exists("dangling"));
    assert_true(file_is_folder("folder") && file_is_folder("."));
    assert_false(file_is_folder("file") || file_is_folder("nowhere"));
}

static void names_are_listed_in_the_order_of_their_bytes(void **state)
{
    (void)state;
    static const char *const files[] = {"b.yaml",       "a.yaml", "Z.yaml",   "é.yaml", "a.csv",
                                        ".hidden.yaml", ".yaml",  "a10.yaml", "a2.yaml"};
    static const char *const expected[] = {"Z.yaml",  "a.yaml", "a10.yaml",
                                           "a2.yaml", "b.yaml", "é.yaml"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        put(files[i], "");
    const char **names;
    size_t count = file_list(arena, ".", ".yaml", &names, NULL);
    assert_int_equal(count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(names[i], expected[i]);
}

static void many_names_are_listed(void **state)
{
    (void)state;
    const char **names;
    for (int i = 0; i < 300; i++)
        put(arena_printf(arena, "%03d.lua", i), "");
    assert_int_equal(file_list(arena, ".", ".lua", &names, NULL), 300);
    assert_string_equal(names[299], "299.lua");
}

static void a_folder_that_is_not_there_has_no_names(void **state)
{
    (void)state;
    const char **names;
    struct err err = {0};
    assert_int_equal(file_list(arena, "nowhere", ".yaml", &names, &err), 0);
    assert_int_equal(err.code, ERR_CODE_NONE);
    put("file", "");
    assert_true(file_list(arena, "file", ".yaml", &names, &err) == SIZE_MAX);
    assert_int_equal(err.code, ERR_FILE_READ);
}

static void a_joined_path_is_the_shortest_plain_one(void **state)
{
    (void)state;
    assert_string_equal(file_join(arena, "data", "KGZ.yaml"), "data/KGZ.yaml");
    assert_string_equal(file_join(arena, "data/", "KGZ.yaml"), "data/KGZ.yaml");
    assert_string_equal(file_join(arena, ".", "data"), "data");
    assert_string_equal(file_join(arena, "/", "data"), "/data");
}

static void a_project_is_found_from_any_folder_below(void **state)
{
    (void)state;
    assert_int_equal(mkdir("indicators", 0700), 0);
    put("indicators/index.yaml", "");
    assert_int_equal(mkdir("scripts", 0700), 0);
    assert_int_equal(mkdir("scripts/rules", 0700), 0);
    static const char marker[] = "indicators/index.yaml";
    struct err err;
    assert_string_equal(file_find_upward(arena, ".", marker, &err), ".");
    assert_int_equal(chdir("scripts"), 0);
    assert_string_equal(file_find_upward(arena, ".", marker, &err), "..");
    assert_int_equal(chdir("rules"), 0);
    assert_string_equal(file_find_upward(arena, ".", marker, NULL), "../..");
    assert_string_equal(file_find_upward(arena, folder, marker, &err), folder);
    assert_null(file_find_upward(arena, ".", "indicators/no_such_file.yaml", &err));
    assert_int_equal(err.code, ERR_CODE_NONE);
    assert_null(file_find_upward(arena, "nowhere", marker, &err));
    assert_int_equal(err.code, ERR_CODE_NONE);
    assert_int_equal(symlink("loop", "loop"), 0);
    assert_null(file_find_upward(arena, "loop", marker, &err));
    assert_int_equal(err.code, ERR_FILE_READ);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)
    const struct CMUnitTest tests[] = {
        TEST(a_file_is_read_whole_and_terminated),
        TEST(a_file_that_is_not_there_is_named),
        TEST(what_is_no_file_is_refused_without_waiting),
        TEST(a_file_larger_than_allowed_is_refused),
        TEST(a_new_file_has_the_mode_the_umask_leaves),
        TEST(a_replaced_file_keeps_its_mode),
        TEST(a_reader_of_the_old_file_keeps_it_whole),
        TEST(the_target_of_a_link_is_replaced_not_the_link),
        TEST(within_a_folder_no_link_and_no_path_leads_out),
        TEST(within_a_folder_what_stands_in_the_way_is_not_written_through),
        TEST(what_cannot_be_renamed_leaves_nothing_behind),
        TEST(a_full_disk_leaves_the_old_file),
        TEST(a_file_is_replaced_only_while_it_holds_what_was_read),
        TEST(a_lock_is_held_by_one_at_a_time),
        TEST(a_file_in_no_folder_cannot_be_written),
        TEST(folders_files_and_nothing_are_told_apart),
        TEST(names_are_listed_in_the_order_of_their_bytes),
        TEST(many_names_are_listed),
        TEST(a_folder_that_is_not_there_has_no_names),
        TEST(a_joined_path_is_the_shortest_plain_one),
        TEST(a_project_is_found_from_any_folder_below),
    };
    return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
