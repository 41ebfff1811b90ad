# shellcheck shell=bash
# axe-core, which tests pages for accessibility (MPL-2.0): a tool of the tests alone, not a part of the addon.

AXE_PACKAGE=axe-core@4.14.1
AXE_SHA256=29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c

# Where it cannot be had, the tests that need it say so and fail.
find_axe() { # → MENTORSHIP_AXE
    local lock work log=$LOGS/npm-axe.log
    export MENTORSHIP_AXE=$CACHE/axe/${AXE_PACKAGE//@/-}.js
    [[ -e $MENTORSHIP_AXE ]] && return
    open_lock lock "$CACHE/axe/lock"
    wait_for_lock "$lock" "getting axe-core"
    if [[ ! -e $MENTORSHIP_AXE ]]; then
        has npm || install_required npm
        work=$CACHE/axe/.work
        rm -rf "$work"
        mkdir -p "$work"
        (cd "$work" && npm pack "$AXE_PACKAGE" && tar -xzf ./*.tgz package/axe.min.js) >"$log" 2>&1 ||
            die "npm could not fetch $AXE_PACKAGE: is there a network? (details: $log)"
        echo "$AXE_SHA256  $work/package/axe.min.js" | sha256sum --check --status ||
            die "the file from $AXE_PACKAGE is not the expected one"
        mv "$work/package/axe.min.js" "$MENTORSHIP_AXE"
        rm -rf "$work"
    fi
    flock -u "$lock"
}
