# shellcheck shell=bash
# The machine's own packages, through its own package manager.

has() { command -v "$1" >/dev/null 2>&1; }
package_installed() { [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }
os_release() { sed -n "s/^$1=\"\{0,1\}\([^\"]*\).*/\1/p" /etc/os-release 2>/dev/null; }
is_debian() { [[ $(os_release ID) == debian ]]; }

can_be_root() { is_root || { has sudo && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; }; }
as_root() { if is_root; then "$@"; else sudo "$@"; fi; }

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 "$@" >>"$LOGS/packages.log" 2>&1
}
# Once a command. An index that cannot be read is an error, which apt takes for a warning.
refresh_package_index() {
    [[ ${INDEX_IS_FRESH:-} ]] && return
    say "Reading the package index …"
    apt_get -o APT::Update::Error-Mode=any update && INDEX_IS_FRESH=1
}
INDEX_FAILED="the package index could not be read: is there a network?"
package_available() { [[ $(apt-cache policy "$1" 2>/dev/null) == *Candidate:\ [0-9]* ]]; }

# What the commands cannot do without: install_required PACKAGE …
install_required() {
    (($#)) || return 0
    has apt-get || die "please install: $* (this machine has no apt-get)"
    can_be_root || die "please install as root: apt-get install $*"
    refresh_package_index || die "$INDEX_FAILED (details: $LOGS/packages.log)"
    local package
    for package; do
        package_available "$package" || die "this machine's package sources have no '$package'"
    done
    say "Installing $# system package(s): $* …"
    if [[ " $* " == *" postgresql "* ]]; then
        without_main_cluster apt_get install -y --no-install-recommends "$@"
    else
        apt_get install -y --no-install-recommends "$@"
    fi || die "the system packages could not be installed (details: $LOGS/packages.log)"
}

# Debian's package would start a server of its own on port 5432: nobody asked for it.
without_main_cluster() {
    local config=/etc/postgresql-common/createcluster.conf result=0
    apt_get install -y --no-install-recommends postgresql-common || return
    as_root cp -p "$config" "$config.$ADDON"
    echo 'create_main_cluster = false' | as_root tee -a "$config" >/dev/null
    "$@" || result=$?
    as_root mv "$config.$ADDON" "$config"
    return "$result"
}

# What is better to have: tried once a machine, never a reason to stop. install_optional PACKAGE …
install_optional() {
    has apt-get || return 0
    local stamp missing=() package
    stamp=$CACHE/system/$(printf '%s\n' "$(os_release PRETTY_NAME)" "$@" | sha256sum | cut -c1-12)
    [[ -e $stamp ]] && return
    for package; do package_installed "$package" || missing+=("$package"); done
    if ((${#missing[@]})) && can_be_root; then
        refresh_package_index || { warn "$INDEX_FAILED" && return; }
    fi
    set -- "${missing[@]}"
    missing=()
    for package; do
        if package_available "$package"; then missing+=("$package"); fi
    done
    if ((${#missing[@]})); then
        can_be_root || { warn "better to have, but only root can install it: ${missing[*]}" && return; }
        say "Installing ${#missing[@]} system package(s): ${missing[*]} …"
        apt_get install -y --no-install-recommends "${missing[@]}" ||
            { warn "not installed: ${missing[*]} (details: $LOGS/packages.log)" && return; }
    fi
    mkdir -p "$CACHE/system" && touch "$stamp"
}
