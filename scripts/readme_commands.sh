#!/usr/bin/env bash
# Runs every `$ wronski ...` line in the ```console blocks of a Markdown file and compares what it prints with what
# the file shows. Usage: readme_commands.sh [README.md] [program]
#
# In a block: a line `$ wronski ...` is a command (pipes allowed), `$ echo $?` asks for its exit status, other
# lines that start with `$ ` are not run. The lines that follow a command are its output, standard error included.
# A line `...` stands for any number of lines. Commands run in a scratch directory that sees the project's files.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
document=${1:-README.md}
program=${2:-$target/debug/wronski}
[ -f "$document" ] || die "$document is missing"
[ -x "$program" ] || die "$program is missing; build it first"
document=$(realpath "$document")

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin" "$scratch/work"
ln -s "$(realpath "$program")" "$scratch/bin/wronski"
for entry in "$project"/*; do
    ln -s "$entry" "$scratch/work/"
done
export PATH="$scratch/bin:$PATH" NO_COLOR=1 COLUMNS=100

# shown ACTUAL EXPECTED: does the output match, with `...` lines standing for any lines?
shown() {
    awk -v expected="$2" '
        BEGIN { while ((getline line < expected) > 0) want[++n] = line }
        { sub(/[ \t]+$/, ""); got[++m] = $0 }
        # match_from(i, j): do got[i..] and want[j..] agree?
        function match_from(i, j,    k) {
            while (j <= n && want[j] != "...") {
                if (i > m || got[i] != want[j]) return 0
                i++; j++
            }
            if (j > n) return i > m
            for (k = i; k <= m + 1; k++) if (match_from(k, j + 1)) return 1
            return 0
        }
        END { exit !match_from(1, 1) }
    ' "$1"
}

ran=0 failed=0 status=0
command='' line_number=0 start=0
: >"$scratch/expected"

# Runs the command collected so far and compares.
finish() {
    [ -n "$command" ] || return 0
    if [ "$command" = 'echo $?' ]; then
        printf '%s\n' "$status" >"$scratch/actual"
    else
        status=0
        (cd "$scratch/work" && timeout 120 bash -o pipefail -c "$command") >"$scratch/actual" 2>&1 </dev/null || status=$?
        ran=$((ran + 1))
    fi
    if ! shown "$scratch/actual" "$scratch/expected"; then
        failed=$((failed + 1))
        printf '%s:%d: $ %s\n' "$(basename "$document")" "$start" "$command"
        diff -u --label shown --label printed "$scratch/expected" "$scratch/actual" || true
    fi
    command=''
    : >"$scratch/expected"
}

in_block=no skipping=no
while IFS= read -r line || [ -n "$line" ]; do
    line_number=$((line_number + 1))
    line=${line%"${line##*[![:space:]]}"}
    if [ "$in_block" = no ]; then
        [ "$line" = '```console' ] && in_block=yes skipping=no
        continue
    fi
    case $line in
    '```')
        finish
        in_block=no
        ;;
    '$ wronski' | '$ wronski '* | '$ echo $?')
        finish
        command=${line#'$ '} start=$line_number skipping=no
        ;;
    '$ '*)
        finish
        skipping=yes
        ;;
    *)
        [ "$skipping" = yes ] || printf '%s\n' "$line" >>"$scratch/expected"
        ;;
    esac
done <"$document"
[ "$in_block" = no ] || die "$document: a console block is not closed"

[ "$ran" -gt 0 ] || die "$document shows no wronski command"
printf '%d commands of %s run, %d differ from what is shown\n' "$ran" "$(basename "$document")" "$failed"
[ "$failed" -eq 0 ]
