#!/bin/sh
# run.sh OBJECTS: what reading costs, in one go.  First the syntax layers alone, then the program
# from end to end; both against bare parsers on files that generate.c makes from a seed.
set -eu
[ $# -eq 1 ] || { echo "usage: $0 OBJECTS" >&2; exit 2; }
echo "Syntax layers"
# A missed budget is a line of the table, no failure of the run.
"$1/bench/bench" 10 || :
echo
echo "End to end; the last column is times the floor"
"$1/bench/whole" "$1/trueup" 10 100
echo
echo "Rules"
"$1/bench/eval" || :
