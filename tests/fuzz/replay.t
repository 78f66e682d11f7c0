#!/bin/sh
# Every corpus is given to its fuzz target once: what was found before stays found.
: "${TIDEMARK_BUILD:?the build to test}" "${TIDEMARK_ROOT:?the checkout}"
count=0
for target in "$TIDEMARK_BUILD"/tests/fuzz/fuzz_*; do
    [ -x "$target" ] && [ ! -d "$target" ] || continue
    name=$(basename "$target")
    case $name in *.*) continue ;; esac
    count=$((count + 1))
    corpus=$TIDEMARK_ROOT/tests/fuzz/corpus/${name#fuzz_}
    output=$("$target" "$corpus"/* 2>&1) && echo "ok $count - $name bears its corpus" && continue
    echo "not ok $count - $name bears its corpus"
    echo "$output" | tail -20 | sed 's/^/# /'
done
echo "1..$count"
