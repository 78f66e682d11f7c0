#!/bin/bash
# The lint (.ci/lint) names each violation it knows of, at its place, and finds nothing in a tree
# without one. Every case changes a copy of one small tree, and is the only fault in it.
# builds: release
set -u
: "${TIDEMARK_ROOT:?the checkout}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset "${!GIT_@}"
count=0

ok() {
    count=$((count + 1))
    if [ -z "$2" ]; then
        echo "ok $count - $1"
    else
        echo "not ok $count - $1"
        echo "$2" | sed 's/^/# /'
    fi
}

# A module, its test, a script, an error code and its explanation: as the house wants them.
clean_tree() {
    mkdir -p src/base src/model docs scripts/rules tests/unit tests/golden
    printf '/build/\n' >.gitignore
    printf 'std = "lua54"\n' >.luacheckrc
    cat >src/base/good.h <<'END'
/* A module without fault. */
#ifndef TIDEMARK_BASE_GOOD_H
#define TIDEMARK_BASE_GOOD_H

/* The n-th name, NULL past the last. */
const char *good_name(unsigned n);

/* The square root, NaN below zero. */
double good_root(double x);

#endif
END
    cat >src/base/good.c <<'END'
#include "base/good.h"

#include <stddef.h>

static const char *const names[] = {"one", "two"};

const char *good_name(unsigned n)
{
    return n < 2 ? names[n] : NULL;
}
END
    cat >src/base/good_more.c <<'END'
#include "base/good.h"

#include <math.h>

double good_root(double x)
{
    return sqrt(x);
}
END
    cat >src/base/err_codes.h <<'END'
/* The stable codes. */
ERR_CODE(101, ERR_ONE, ERR_INPUT, "a file is bad")
END
    printf '# Errors\n\n### E0101 A file is bad\n\nMend it.\n' >docs/errors.md
    printf 'return { name = "good" }\n' >scripts/rules/good.lua
    cat >tests/unit/test_good.c <<'END'
static void names_end_with_null(void **state)
{
    (void)state;
}
END
}

compile() {
    local source object
    for source in src/*/*.c; do
        object=build/obj/${source#src/}
        mkdir -p "${object%/*}"
        "${CC:-cc}" -w -O1 -Isrc -I"$work/system" -c -o "${object%.c}.o" "$source" || return 1
    done
}

# Runs the lint on the tree in the current folder; its violations are in $work/found.
lint() {
    "$TIDEMARK_ROOT/.ci/lint" --root . --objects build/obj >"$work/out" 2>&1
    local status=$?
    grep -v '^lint: ' "$work/out" >"$work/found"
    return $status
}

# finds SENTENCE VIOLATION COMMANDS [COMMANDS_AFTER_COMPILING]: in a tree so changed VIOLATION (how
# its line begins) is found, and nothing else.
finds() {
    local why='' found
    rm -rf "$work/tree"
    cp -r "$work/clean" "$work/tree"
    cd "$work/tree" || exit 1
    eval "$3"
    compile 2>"$work/out" && eval "${4:-}" && lint
    case $? in
    0) why='the lint found nothing' ;;
    1)
        found=$(cut -c "1-${#2}" "$work/found")
        [ "$found" = "$2" ] || why=$(printf 'expected: %s\nfound:    ' "$2"; cat "$work/out")
        ;;
    *) why=$(echo 'the lint stopped'; cat "$work/out") ;;
    esac
    ok "$1" "$why"
}

# repeat COUNT LINE
repeat() { yes "$2" | head -n "$1"; }

mkdir "$work/clean" "$work/system"
touch "$work/system/yaml.h" "$work/system/lauxlib.h" "$work/system/glpk.h"
cd "$work/clean" || exit 1
clean_tree
git init -q . 2>"$work/out"
compile
lint
ok 'a tree without fault has no violation' "$([ $? = 0 ] && [ ! -s "$work/found" ] ||
    cat "$work/out")"
rm -rf build

rm -rf "$work/tree"
cp -r "$work/clean" "$work/tree"
cd "$work/tree" || exit 1
repeat 501 '/* */' >src/base/many.h
compile
"$TIDEMARK_ROOT/.ci/lint" --tap --root . --objects build/obj >"$work/out" 2>&1
ok 'with --tap the checks are counted and the violations stand below theirs' "$(
    tests=$(grep -cE '^(not )?ok [0-9]+ - ' "$work/out")
    grep -qx "1..$tests" "$work/out" &&
        [ "$(grep -A 1 '^not ok' "$work/out" | sed 's/ [0-9]* - / - /')" = "$(
            echo 'not ok - files have at most 500 lines'
            echo '# src/base/many.h:501: a file of 501 lines; expected at most 500'
        )" ] || cat "$work/out")"

finds 'an ignored file is not looked at' 'docs/notes.md:1: names /ho''me/' \
    'mkdir -p build; echo "see /ho""me/ann" | tee build/notes.md >docs/notes.md'
finds 'an include that leaves its layer' 'src/base/good.c:2: includes model/panel.h; base may' '
    printf "#ifndef TIDEMARK_MODEL_PANEL_H\n#define TIDEMARK_MODEL_PANEL_H\n#endif\n" \
        >src/model/panel.h
    sed -i "1a #include \"model/panel.h\"" src/base/good.c'
finds 'an include that is no path from src' 'src/base/good.c:1: includes good.h; expected' \
    'sed -i "1s,base/,," src/base/good.c'
finds 'a folder without a layer' 'src/attic/old.c:1: stands in no folder of src that has a layer' \
    'mkdir src/attic; touch src/attic/old.c'
finds 'libyaml outside of its folder' 'src/base/good.c:2: includes <yaml.h>; only src/yaml may' \
    'sed -i "1a #include <yaml.h>" src/base/good.c'
finds 'Lua outside of its folder' 'src/base/good.c:2: includes <lauxlib.h>; only src/lua may' \
    'sed -i "1a #include <lauxlib.h>" src/base/good.c'
finds 'GLPK outside of its file' 'src/base/good.c:2: includes <glpk.h>; only src/stat/frontier.c' \
    'sed -i "1a #include <glpk.h>" src/base/good.c'
finds 'confinement outside of its files' 'src/base/good.c:2: includes <sys/prctl.h>; only src/' \
    'sed -i "1a #include <sys/prctl.h>" src/base/good.c'
finds 'a header without a guard' 'src/base/good.h:1: has no guard; expected #ifndef and #define T' \
    'sed -i "/^#/d" src/base/good.h'
finds 'a header with the guard of another' 'src/base/good.h:1: has no guard; expected #ifndef' \
    'sed -i s/GOOD_H/BETTER_H/ src/base/good.h'
finds 'a function nobody explains' 'src/base/good.h:5: good_name has no comment; expected one' \
    'sed -i "/n-th/d" src/base/good.h'
finds 'a function of 101 lines' 'src/base/good.c:7: a function of 101 lines; expected at most 100' \
    '{ sed "/return/,\$d" src/base/good.c; repeat 97 "    names[0];"
       echo "    return names[n];"; echo "}"; } >new; mv new src/base/good.c'
finds 'a shell function of 101 lines' 'tests/golden/long.t:3: a function of 101 lines; expected' \
    '{ echo "#!/bin/sh"; echo; echo "f() {"; repeat 99 "    :"; echo "}"; } >tests/golden/long.t'
finds 'a file of 501 lines' 'src/base/good.c:501: a file of 501 lines; expected at most 500' \
    'repeat 491 "" >>src/base/good.c'
finds 'a line of 101 characters, whatever their bytes' \
    'scripts/rules/good.lua:2: a line of 101 columns; expected at most 100' \
    'for width in 97 98; do printf "%s%*s\n" -- $width "" | sed "s/ /я/g; s/--/-- /"; done |
        cat - scripts/rules/good.lua >new; mv new scripts/rules/good.lua'
finds 'work that is left for later' 'src/base/good.c:11: says TO''DO; expected finished work' \
    'echo "/* TO""DO: more names */" >>src/base/good.c'
finds 'a place of one machine' 'src/base/good.c:11: names /wo''rk/, which is a place of one' \
    'echo "/* read from /wo""rk/data */" >>src/base/good.c'
finds 'a temporary file with a fixed name' 'tests/golden/fixed.t:2: names /tm''p/, which is a pla' \
    'printf "#!/bin/sh\ntouch /tm""p/owned\n" >tests/golden/fixed.t'
finds 'an error code without an explanation' \
    "src/base/err_codes.h:3: E0102 has no section '### E0102 A line is bad' in docs/errors.md" \
    'echo "ERR_CODE(102, ERR_TWO, ERR_INPUT, \"a line is bad\")" >>src/base/err_codes.h'
finds 'an explanation without an error code' 'docs/errors.md:6: explains E0109, which src/base/' \
    'echo "### E0109 Nothing" >>docs/errors.md'
finds 'an explanation under another title' 'docs/errors.md:3: the title of E0101 is not its mean' \
    'sed -i "s/A file is bad/Bad files/" docs/errors.md'
finds 'a test with a number for a name' 'tests/unit/test_good.c:1: the test test_1; expected a se' \
    'sed -i s/names_end_with_null/test_1/ tests/unit/test_good.c'
finds 'a test named by one word' 'tests/unit/test_good.c:1: the test names; expected a sentence' \
    'sed -i s/names_end_with_null/names/ tests/unit/test_good.c'
finds 'a script with a global' 'scripts/rules/good.lua:1:1: (W111) setting non-standard global va' \
    'sed -i "1i total = 1" scripts/rules/good.lua'
finds 'a source that was not compiled' 'src/base/late.c:1: has no object in build/obj' \
    : 'touch src/base/late.c'
finds 'an exported name of another module' \
    'src/base/good.c:12: helper is exported; it must begin with good_ or be static' '
    sed -i "/n-th/i /* Helps. */\nvoid helper(void);\n" src/base/good.h
    printf "\nvoid helper(void)\n{\n}\n" >>src/base/good.c'
finds 'an exported function that no header declares' \
    'src/base/good.c:12: good_secret is exported, but no header beside it declares it' \
    'printf "\nvoid good_secret(void)\n{\n}\n" >>src/base/good.c'
finds 'a static variable' 'src/base/good.c:9: calls can be written to; what lives longer' \
    'sed -i "/return/i \    static unsigned calls;\n    calls += n;" src/base/good.c'
finds 'a table that is not const' 'src/base/good.c:5: names can be written to; what lives longer' \
    'sed -i "s/char \*const n/char *n/; s/return/names[n] = names[0];\n    &/" src/base/good.c'
finds 'a variable of each thread' 'src/base/good.c:9: calls can be written to; what lives longer' \
    'sed -i "/return/i \    static __thread unsigned calls;\n    calls += n;" src/base/good.c'
finds 'a function of libm' 'src/base/good_more.c:7: tanh is of libm; its last bits differ' \
    'sed -i "s/sqrt/tanh/" src/base/good_more.c'
finds 'a call that depends on the locale' 'src/base/good.c:9: setlocale depends on or changes st' \
    'sed -i "s/stddef/locale/; /return/i \    setlocale(LC_ALL, names[0]);" src/base/good.c'
finds 'a process started elsewhere' 'src/base/good.c:9: fork starts or confines a process; only' \
    'sed -i "/return/i \    if (fork() == 0)\n        return NULL;" src/base/good.c'
echo "1..$count"
