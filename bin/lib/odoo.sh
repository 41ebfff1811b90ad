# shellcheck shell=bash
# Odoo 19 itself: ODOO_HOME where it is set, else Debian's package, else the source repository of Odoo.

ODOO_SERIES=19.0
ODOO_PACKAGE_VERSION=19.0.0+dfsg-1
ODOO_PACKAGE_SHA256=9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf
# Debian leaves this file out of its package; without it the web client logs an error.
SEGMENTATION_PACKAGE=@mediapipe/selfie_segmentation@0.1.1675465747
SEGMENTATION_SHA256=a4720d2d2374ec9df3510461ff186a4af427fb5bd402375e135875a991467da3
SEGMENTATION_FILE=mail/static/lib/selfie_segmentation/selfie_segmentation.js
# The package's links lead to these; a release that lacks one lacks a font at most.
ODOO_PACKAGE_COMPANIONS=(fonts-font-awesome fonts-roboto-unhinted fonts-inconsolata fonts-montserrat fonts-dejavu-core
    libjs-jquery libjs-jquery-form libjs-underscore)
ODOO_REPOSITORY=https://github.com/odoo/odoo.git

find_odoo() {
    if [[ ${ODOO_HOME:-} ]]; then
        ODOO_HOME=$(cd "$ODOO_HOME" 2>/dev/null && pwd) || die "ODOO_HOME is not a folder"
    elif is_debian; then
        get_odoo_package
        ODOO_HOME=$CACHE/odoo/for-$ODOO_PACKAGE_VERSION/usr/lib/python3/dist-packages
    else
        get_odoo_repository
        ODOO_HOME=$CACHE/odoo/$ODOO_SERIES-source
    fi
    check_odoo
}

check_odoo() {
    local release=$ODOO_HOME/odoo/release.py
    [[ -f $release ]] || die "ODOO_HOME=$ODOO_HOME has no odoo/release.py: not an Odoo source tree"
    grep -q '^version_info = (19, 0,' "$release" || die "ODOO_HOME=$ODOO_HOME is not Odoo $ODOO_SERIES"
    if [[ -d $ODOO_HOME/odoo/addons/web ]]; then
        ODOO_ADDONS=$ODOO_HOME/odoo/addons
    elif [[ -d $ODOO_HOME/addons/web ]]; then
        ODOO_ADDONS=$ODOO_HOME/addons
    else
        die "ODOO_HOME=$ODOO_HOME has no addons"
    fi
    [[ -f $ODOO_ADDONS/$SEGMENTATION_FILE ]] ||
        warn "$ODOO_ADDONS lacks $SEGMENTATION_FILE: browser tests will fail"
    export PYTHONPATH=$ODOO_HOME
}

# --- Debian's package, unpacked beside and renamed when whole -------------------------------------------------------------

get_odoo_package() {
    local link=$CACHE/odoo/for-$ODOO_PACKAGE_VERSION lock work
    [[ -d $link/usr ]] && return
    open_lock lock "$CACHE/odoo/lock"
    wait_for_lock "$lock" "getting Odoo"
    if [[ ! -d $link/usr ]]; then
        install_optional "${ODOO_PACKAGE_COMPANIONS[@]}"
        has npm || install_required npm
        work=$CACHE/odoo/.work
        rm -rf "$work"
        mkdir -p "$work"
        download_odoo_package "$work"
        unpack_odoo_package "$work"
        add_segmentation_file "$work"
        finish_odoo_package "$work" "$link"
    fi
    flock -u "$lock"
}

# The suite `sid`, read by apt itself into folders of its own: nothing on the machine is changed or upgraded.
private_apt() { # WORK COMMAND …
    local work=$1
    shift
    "$1" -o Dir::State="$work/state" -o Dir::State::status="$work/status" -o Dir::Cache="$work/cache" \
        -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null \
        -o APT::Sandbox::User=root -o APT::Update::Error-Mode=any "${@:2}"
}
archive_address() {
    # shellcheck disable=SC2016  # apt's own placeholder
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' 2>/dev/null | head -n 1
}

download_odoo_package() { # WORK
    local work=$1 address version log=$LOGS/odoo-download.log
    : >"$log"
    address=$(archive_address)
    if [[ ! $address ]] && can_be_root; then
        refresh_package_index || die "$INDEX_FAILED (details: $LOGS/packages.log)"
        address=$(archive_address)
    fi
    [[ $address ]] || die "this machine has no Debian package source to take Odoo from (or set ODOO_HOME)"
    mkdir -p "$work"/{state/lists/partial,cache/archives/partial,download}
    : >"$work/status"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $address sid main" >"$work/sources.list"
    say "Looking up Odoo $ODOO_SERIES in Debian …"
    private_apt "$work" apt-get -q update >>"$log" 2>&1 ||
        die "Debian's package index could not be read: is there a network? (details: $log)"
    version=$(odoo_package_version "$work")
    [[ $version == "$ODOO_SERIES"* ]] || die "Debian has no Odoo $ODOO_SERIES package now: set ODOO_HOME to a source tree"
    [[ $version == "$ODOO_PACKAGE_VERSION" ]] || warn "Debian has moved on to Odoo $version (tested with $ODOO_PACKAGE_VERSION)"
    say "Downloading Odoo $version (about 120 MB) …"
    (cd "$work/download" && private_apt "$work" apt-get -q download "odoo-19=$version") >>"$log" 2>&1 ||
        die "the download of Odoo broke off: please start again (details: $log)"
    check_odoo_package "$work" "$version"
    echo "$version" >"$work/version"
}
odoo_package_version() { # WORK: the tested version if it is there, else the newest
    private_apt "$1" apt-cache madison odoo-19 | awk -F'|' -v pin="$ODOO_PACKAGE_VERSION" '
        { gsub(/ /, "", $2); if (!newest) newest = $2; if ($2 == pin) found = 1 }
        END { print found ? pin : newest }'
}
# apt has checked the file against the signed index; the tested version is checked against our own record too.
check_odoo_package() { # WORK VERSION
    [[ $2 == "$ODOO_PACKAGE_VERSION" ]] || return 0
    echo "$ODOO_PACKAGE_SHA256  $(echo "$1"/download/*.deb)" | sha256sum --check --status ||
        die "the downloaded Odoo package is not the expected file: please start again"
}

unpack_odoo_package() { # WORK
    say "Unpacking Odoo (about 1.2 GB) …"
    dpkg -x "$1"/download/*.deb "$1/tree" 2>>"$LOGS/odoo-download.log" ||
        die "Odoo could not be unpacked: is the disk full? (details: $LOGS/odoo-download.log)"
    local shared
    for shared in fonts fonts-font-awesome javascript; do
        ln -s "/usr/share/$shared" "$1/tree/usr/share/$shared"
    done
}

add_segmentation_file() { # WORK
    local target=$1/tree/usr/lib/python3/dist-packages/odoo/addons/$SEGMENTATION_FILE log=$LOGS/npm.log
    say "Adding the one file that Debian leaves out, from npm …"
    mkdir -p "$1/npm" "$(dirname "$target")"
    (cd "$1/npm" && npm pack "$SEGMENTATION_PACKAGE" && tar -xzf ./*.tgz package/selfie_segmentation.js) >"$log" 2>&1 ||
        die "npm could not fetch $SEGMENTATION_PACKAGE: is there a network? (details: $log)"
    echo "$SEGMENTATION_SHA256  $1/npm/package/selfie_segmentation.js" | sha256sum --check --status ||
        die "the file from $SEGMENTATION_PACKAGE is not the expected one"
    cp "$1/npm/package/selfie_segmentation.js" "$target"
}

finish_odoo_package() { # WORK LINK
    local version
    version=$(<"$1/version")
    rm -rf "$CACHE/odoo/$version"
    mv "$1/tree" "$CACHE/odoo/$version"
    ln -sfn "$version" "$2"
    rm -rf "$1"
    say "Odoo $version is in $CACHE/odoo"
}

# --- elsewhere (Ubuntu, …): the source repository ----------------------------------------------------------------------------

get_odoo_repository() {
    local target=$CACHE/odoo/$ODOO_SERIES-source lock log=$LOGS/odoo-download.log
    [[ -d $target ]] && return
    open_lock lock "$CACHE/odoo/lock"
    wait_for_lock "$lock" "getting Odoo"
    if [[ ! -d $target ]]; then
        has git || install_required git
        say "This machine's packages have no Odoo $ODOO_SERIES: downloading its source (about 400 MB) …"
        rm -rf "$target.work"
        git clone --depth 1 --branch "$ODOO_SERIES" "$ODOO_REPOSITORY" "$target.work" >"$log" 2>&1 ||
            die "Odoo's source could not be downloaded: set ODOO_HOME to an Odoo $ODOO_SERIES source tree (details: $log)"
        mv "$target.work" "$target"
    fi
    flock -u "$lock"
}
