# shellcheck shell=bash
# Running pytest and adding up what came of it.

PASSED=0 FAILED=0

# Runs a command in which any failure counts, and goes on after it: attempt COMMAND … → OUTCOME. Not for use in a
# condition, where bash would take no notice of failures inside the command.
attempt() {
    set +e
    (
        set -e
        "$@"
    )
    OUTCOME=$?
    set -e
}

# run_pytest PART ARGUMENT …: configuration files and caches stay out of the repository.
run_pytest() {
    local part=$1 tally=$LOGS/$1-$$.tally code=0
    shift
    rm -f "$tally"
    "$PYTHON" -W ignore::DeprecationWarning -m pytest -c /dev/null --rootdir=. -p no:cacheprovider \
        -p tally --tally="$tally" -q "$@" </dev/null || code=$?
    count "$part" "$tally" "$code"
    rm -f "$tally"
}
count() { # PART TALLY CODE
    local passed=0 failed=0
    if [[ -e $2 ]]; then
        read -r passed failed < <(python3 -c 'import json, sys; print(*json.load(open(sys.argv[1])).values())' "$2")
    fi
    # 1: tests failed, 5: none was selected; anything else ended the run itself
    if [[ $3 != [015] ]] || { [[ $3 == 1 ]] && ((failed == 0)); }; then
        say "pytest ended with code $3 ($1)"
        failed=$((failed + 1))
    fi
    PASSED=$((PASSED + passed)) FAILED=$((FAILED + failed))
}

finish_counting() {
    if ((PASSED + FAILED == 0)); then
        say "No test was run."
        FAILED=1
    fi
    run_clean_up
    printf '%d passed, %d failed\n' "$PASSED" "$FAILED"
    ((FAILED == 0)) || exit 1
}

# --- test databases ------------------------------------------------------------------------------------------------------------

drop_test_databases() { drop_databases_like "$DATABASE%"; }
drop_databases_like() { # PATTERN
    local name
    sql postgres "SELECT datname FROM pg_database WHERE datname LIKE '${1//_/\\_}'" | while read -r name; do
        drop_database "$name"
    done
}
# Left by a test run that was killed. On a server that is shared with other machines nobody can tell: leave them.
drop_stale_test_databases() {
    [[ ${CLUSTER:-} ]] || return 0
    local name pid
    sql postgres "SELECT datname FROM pg_database WHERE datname ~ '^${ADDON}_${CLONE_ID}_(test|ci|i18n)_[0-9]'" |
        while read -r name; do
            pid=${name#"${ADDON}_${CLONE_ID}_"*_}
            kill -0 "${pid%%[!0-9]*}" 2>/dev/null || drop_database "$name"
        done
}
