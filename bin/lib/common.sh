# shellcheck shell=bash
# What every command shares: strict mode, the folders, messages, locks, clean-up.

set -euo pipefail
shopt -s inherit_errexit

ADDON=hr_mentorship
REPO=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
LIB=$REPO/bin/lib
CLONE_ID=$(printf %s "$REPO" | sha256sum | cut -c1-8)

# --- messages ---------------------------------------------------------------------------------------------------------

say() { printf '[%4ds] %s\n' "$SECONDS" "$*"; }
warn() { printf '[%4ds] Note: %s\n' "$SECONDS" "$*" >&2; }
die() {
    printf '%s: %s\n' "${COMMAND:-error}" "$*" >&2
    exit 1
}

# One line that is overwritten on a terminal, and printed now and then elsewhere: progress TEXT [force]
progress() {
    if [[ -t 1 ]]; then
        printf '\r\033[K[%4ds] %s' "$SECONDS" "$1"
    elif [[ ${2:-} ]] || ((SECONDS - ${PROGRESS_AT:--99} >= 15)); then
        PROGRESS_AT=$SECONDS
        say "$1"
    fi
}
progress_end() { if [[ -t 1 ]]; then printf '\r\033[K'; fi; }

# --- clean-up: what this process started ends with it, last first --------------------------------------------------------

CLEAN_UP=()
at_exit() { CLEAN_UP+=("$1"); }
run_clean_up() {
    local i
    trap '' INT TERM HUP
    set +e
    for ((i = ${#CLEAN_UP[@]} - 1; i >= 0; i--)); do ${CLEAN_UP[i]}; done
    CLEAN_UP=()
}
exit_cleanly() {
    local code=$?
    trap - EXIT
    run_clean_up
    exit "$code"
}
trap exit_cleanly EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# --- locks: each lives in the process that took it, so nothing is left behind by a crash -----------------------------------

LOCK_FDS=()
open_lock() { # VARIABLE FILE
    local -n fd_of_lock=$1
    mkdir -p "$(dirname "$2")"
    exec {fd_of_lock}>>"$2"
    LOCK_FDS+=("$fd_of_lock")
}
# Waits for a lock that is held for a short while only: wait_for_lock FD WHAT
wait_for_lock() {
    flock -n "$1" && return
    say "Waiting for another command that is $2 …"
    flock "$1"
}
# For processes that outlive this one: run without its locks.
without_locks() (
    for fd in "${LOCK_FDS[@]}"; do exec {fd}>&-; done
    "$@"
)

# --- folders ---------------------------------------------------------------------------------------------------------------

CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/$ADDON

is_root() { ((EUID == 0)); }

# PostgreSQL does not run as root: it gets the account that its package makes, or `nobody`.
database_account() {
    if ! is_root; then
        id -un
    elif id postgres >/dev/null 2>&1; then
        echo postgres
    else
        echo nobody
    fi
}
as_database_account() {
    if is_root; then runuser -u "$(database_account)" -- "$@"; else "$@"; fi
}
nearest_existing() {
    local path=$1
    while [[ ! -e $path ]]; do path=$(dirname "$path"); done
    echo "$path"
}
# The data folder must be reachable for the database's account, which root's home is not.
choose_data_folder() {
    DATA=${XDG_DATA_HOME:-$HOME/.local/share}/$ADDON
    if is_root && ! as_database_account test -x "$(nearest_existing "$DATA")"; then
        DATA=/var/lib/$ADDON
    fi
    CLONE=$DATA/clones/$CLONE_ID
    LOGS=$DATA/logs/$CLONE_ID
    mkdir -p "$CACHE" "$DATA" "$CLONE" "$LOGS"
    if is_root; then chmod a+x "$DATA"; fi
    printf '%s\n' "$REPO" >"$CLONE/path"
}
