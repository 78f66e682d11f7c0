#!/bin/sh
# builds: release
# Every hostile script, and the sources that are hostile by their size.
part=scripts
. "$TIDEMARK_ROOT/tests/hostile/lua.sh"
