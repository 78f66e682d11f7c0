#!/bin/sh
# Every published figure in data/*.yaml equals the one in the data set it cites, and none is left
# out. Reads the data sets with awk, sharing nothing with the script that carried the figures.
root=${TIDEMARK_ROOT:-$(dirname "$0")/../..}
sets=${TIDEMARK_DATASETS:-$root/../shared/datasets}
if [ ! -r "$sets/fiw_2013_2025_questions.csv" ]; then
    echo "1..0 # SKIP no data set"
    exit 0
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# country series year value se source, of each published observation in the project
for country in KGZ TJK KAZ; do
    awk -v country=$country '
        /^ *- *\{.*series:/ {
            delete field
            line = $0
            sub(/^[^{]*\{/, "", line); sub(/\}.*$/, "", line)
            count = split(line, pair, /, */)
            for (i = 1; i <= count; i++) {
                split(pair[i], part, /: */)
                field[part[1]] = part[2]
            }
            print country, field["series"], field["date"], field["value"], \
                ("se" in field ? field["se"] : "-"), field["source"]
        }' "$root/data/$country.yaml"
done >"$work/project"

# figures FILE COUNTRY_COLUMN SOURCE_PREFIX SOURCE_COLUMN FIRST SE_COLUMN SERIES=COLUMN...
figures() {
    awk -F, -v key="$1" -v prefix="$2" -v edition="$3" -v first="$4" -v se="$5" -v wanted="$6" '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; width = NF
                  count = split(wanted, pair, " "); next }
        $at[key] ~ /^(KGZ|TJK|KAZ)$/ && $at["year"] >= first && $at["year"] <= 2024 {
            if (NF != width) { print "bad row: " $0 > "/dev/stderr"; exit 1 }
            for (i = 1; i <= count; i++) {
                split(pair[i], part, "=")
                if ($at[part[2]] != "")
                    print $at[key], part[1], $at["year"], $at[part[2]], \
                        (se == "" ? "-" : $at[se]), prefix (edition == "" ? "" : $at[edition])
            }
        }'
}
{
    figures iso3 fiw edition 2012 "" \
        "fiw.A=A fiw.B1=B1 fiw.F3=F3 fiw.E1=E1 fiw.E3=E3 fiw.D1=D1 fiw.D4=D4 fiw.D2=D2 fiw.F4=F4" \
        <"$sets/fiw_2013_2025_questions.csv"
    figures iso3 bti report_year 2012 "" "bti.Q2_1=Q2.1 bti.Q3_1=Q3.1 bti.Q3_3=Q3.3" \
        <"$sets/bti_2006_2024.csv"
    figures iso3 cpi year 2012 stderr "cpi.score=score" <"$sets/cpi_2012_2022.csv"
    figures iso3 wdi-oda "" 2010 "" "wdi.oda_gni=net_oda_pct_gni" \
        <"$sets/oda_central_asia_1991_2023.csv"
    gzip -dc "$sets/vdem_v12_panel.csv.gz" |
        figures country_text_id vdem12 "" 2012 "" "vdem12.v2x_clphy=v2x_clphy"
} >"$work/published"

# One test point a country and series: equal figures, standard errors and sources, both ways.
awk '
    function same(a, b) { return a == b || (a != "-" && b != "-" && a + 0 == b + 0) }
    FNR == NR {
        theirs[$1, $2, $3] = $4 " " $5 " " $6
        if (!(($1 " " $2) in seen)) { seen[$1 " " $2] = 1; order[++groups] = $1 " " $2 }
        need[$1 " " $2]++
        next
    }
    {
        group = $1 " " $2
        if (!(group in seen)) { seen[group] = 1; order[++groups] = group }
        if (done[$1, $2, $3]++) bad[group] = bad[group] "\n# twice: " $0
        split(theirs[$1, $2, $3], t, " ")
        if (!(($1, $2, $3) in theirs)) bad[group] = bad[group] "\n# not in the data set: " $0
        else if (!same($4, t[1]) || !same($5, t[2]) || $6 != t[3])
            bad[group] = bad[group] "\n# project: " $0 "; data set: " theirs[$1, $2, $3]
        have[group]++
    }
    END {
        print "1.." groups + 1
        for (i = 1; i <= groups; i++) {
            group = order[i]
            if (have[group] != need[group])
                bad[group] = bad[group] "\n# " have[group] + 0 " figures, not " need[group] + 0
            print (bad[group] == "" ? "ok " : "not ok ") i " - " group ": " \
                need[group] + 0 " figures as published" bad[group]
        }
    }' "$work/published" "$work/project"

# Subcategory A once more, from Freedom House through another copy.
groups=$(awk '{ print $1, $2 }' "$work/published" "$work/project" | sort -u | wc -l)
figures iso3 fiw edition 2012 "" "fiw.A=A" <"$sets/fiw_2006_2023_categories.csv" |
    sort >"$work/second"
sort "$work/project" >"$work/sorted"
if [ -s "$work/second" ] && [ -z "$(comm -23 "$work/second" "$work/sorted")" ]; then
    echo "ok $((groups + 1)) - a second copy of the electoral scores agrees"
else
    echo "not ok $((groups + 1)) - a second copy of the electoral scores agrees"
    comm -23 "$work/second" "$work/sorted" | sed 's/^/# /'
fi
