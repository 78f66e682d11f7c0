#include "lua/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { LINES_MAX = 16 };

/* Marks as a letter a line: . nothing, h hidden, n nil (and hidden). */
static void check(const char *script, const char *expected)
{
    uint8_t marks[LINES_MAX];
    char found[LINES_MAX + 1] = "";
    struct text source = text_of(script);
    size_t count = scan_line_count(source);
    assert_true(count <= LINES_MAX);
    scan_lines(source, marks, count);
    for (size_t i = 0; i < count; i++) {
        assert_true(!(marks[i] & SCAN_NIL) || marks[i] & SCAN_HIDDEN);
        found[i] = marks[i] & SCAN_NIL ? 'n' : marks[i] ? 'h' : '.';
        found[i + 1] = '\0';
    }
    if (strcmp(found, expected) != 0)
        fail_msg("%s\n→ %s, but %s was expected", script, found, expected);
}

static void operators_are_found_on_their_lines(void **state)
{
    (void)state;
    check("", ".");
    check("local a = b", ".");
    check("local a\nlocal b = a == 1\nlocal c", ".h.");
    check("x = a ~= b", "h");
    check("x = a and\nb or\nnot c", "hhh");
    check("x = a <= b\ny = a >= b\nz = a < b\nw = a > b", "....");
    check("x = land\ny = ornate\nz = notable\nt.android = 1", "....");
    check("pcall(f)\nrepeat\nuntil a < b", "h.h");
}

static void comparisons_with_nil_are_told_apart(void **state)
{
    (void)state;
    check("x = a == nil\ny = nil ~= b\nz = nil\nw = a == b", "nn.h");
    check("x = a ==\n nil", "hn");
}

static void comments_and_texts_hold_nothing(void **state)
{
    (void)state;
    check("-- a == b\nx = 1 -- not c", "..");
    check("--[[ a == b\n not c ]] x = 1\ny = d == e", "..h");
    check("--[==[ ]] a == b\n ]==] x = a == b", ".h");
    check("x = 'a == b' y = \"not\\\" a == b\"", ".");
    check("x = [[ a == b\n and ]] y = 1\nz = [=[ ]] not ]=] == 1", "..h");
    check("x = 'a \\\n == ' y = 1", "..");
    check("x = 'a \\z\n   == ' y = 1\nz = a == b", "..h");
    check("x = 'unfinished\ny = a == b", ".h");
    check("-- [[ a == b\nx = 1", "..");
    check("--[=", ".");
    check("x = [==", "h"); /* no text: two brackets are missing, and Lua refuses the script */
}

static void conditions_without_comparison_are_found(void **state)
{
    (void)state;
    check("if a then b() end", "h");
    check("if a < 3 then b() end", ".");
    check("if a < 3 then b() elseif\n c then d() end", "h.");
    check("while a do b() end\nwhile a > b do c() end", "h.");
    check("for i = 1, 3 do a(i) end", ".");
}

static void indices_that_may_be_figures_are_found(void **state)
{
    (void)state;
    check("x = t[1]\ny = t['a']\nz = t[ [[b]] ]", "...");
    check("x = t[v]\ny = f()[v]\nz = t[1][v]\nw = ('x')[v]", "hhhh");
    check("x = { [v] = 1 }\ny = { 1, [v] = 2 }\nreturn { [v] = 1 }", "...");
    check("for i = 1, 3 do x = t[i] end", ".");
    check("for i = 1, 3 do x = t[i + 1] end", "h");
    check("for k, v in pairs(t) do x = t[k] end", ".");
    check("for k, v in pairs(t) do x = t[v] end", "h");
    check("function f(c) return c[v] end", ".");
    check("f = function(c)\n return c[v] + d[v] + t.c[v]\nend", ".h.");
    check("function f(c, d) return c[v] end", "h");
    check("for i = 1, 3 do end\nfunction f() return t[i] end", ".h");
}

static void numbers_are_not_taken_apart(void **state)
{
    (void)state;
    check("x = 0x1p-3 + 1e+5 - .5 .. 3", ".");
    check("x = 3 == 4", "h");
    check("x = a//b y = a::b z = a<<b w = a>>b", ".");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operators_are_found_on_their_lines),
        cmocka_unit_test(comparisons_with_nil_are_told_apart),
        cmocka_unit_test(comments_and_texts_hold_nothing),
        cmocka_unit_test(conditions_without_comparison_are_found),
        cmocka_unit_test(indices_that_may_be_figures_are_found),
        cmocka_unit_test(numbers_are_not_taken_apart),
    };
    return cmocka_run_group_tests_name("scan", tests, NULL, NULL);
}
