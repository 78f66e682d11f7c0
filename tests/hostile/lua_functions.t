#!/bin/sh
# builds: release
# Every hostile function of a rule.
part=functions
. "$TIDEMARK_ROOT/tests/hostile/lua.sh"
