#!/bin/bash
# What deserves attention: events that nothing has confirmed yet, and sources that share coders.
# builds: release
. "$(dirname "$0")/tap.sh"
cd "$TIDEMARK_ROOT" || exit 1

finds() { "$TIDEMARK" -q status "${@:2}" --format csv | grep -q -- "$1"; }

finds '^unreviewed,KGZ,pp_power_concentration,2021,2021-04-11 .*: -1 is judged' --at 2021
is "an effect after the last observation is judged and not confirmed"
! finds '^unreviewed,' --at 2024
is "once a later edition stands, it is"
finds '^lineage,KGZ,corruption,2021,bti and cpi share bertelsmann,' --at 2021
is "sources of one lineage in one pillar are named"
finds '^lineage,KGZ,index,2021,fiw and cpi share freedom-house; bti and cpi share' --at 2021
is "and across pillars"
! finds '^lineage,KGZ,media_freedom,' --at 2021
is "one source alone shares with nobody"

copy_model
cd "$work/project" || exit 1
sed -i 's/^  lineage: \[bertelsmann, freedom-house, v-dem, eiu\]$/  lineage: [v-dem, eiu]/' \
    indicators/sources.yaml
! finds '^lineage,KGZ,' --at 2021
is "without a common lineage there is nothing to warn of"
finds '^unreviewed,KGZ,co_enforcement_impunity,2021,"2021-02-11' --rule rights_full --at 2021
is "an effect stays unconfirmed"
"$TIDEMARK" -q observe KGZ co_enforcement_impunity 2 --date 2021-12 --source 24kg \
    --recorded 2022-01-10 --force >/dev/null 2>&1
! finds '^unreviewed,KGZ,co_enforcement_impunity,2021,' --rule rights_full --at 2021
is "until somebody observes" "$work/err"

finish
