# shellcheck shell=bash
# Odoo databases. A finished one carries a comment that says what is in it; one without was never finished.
# Building is done under another name, so a name of ours always means a whole database.

sql() { psql -XAtq -v ON_ERROR_STOP=1 -d "$1" -c "$2"; }
database_exists() { [[ $(sql postgres "SELECT 1 FROM pg_database WHERE datname = '$1'") ]]; }
database_mark() { sql postgres "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '$1'"; }
mark_database() { sql postgres "COMMENT ON DATABASE \"$1\" IS '$2'"; }

drop_database() {
    dropdb --if-exists --force "$1" 2>/dev/null || die "the database $1 could not be dropped"
    rm -rf "$(filestore "$1")"
}
# Files in a filestore are named after their content and never rewritten: links will do.
copy_database() { # FROM TO
    local tries=6
    drop_database "$2"
    # Not while somebody reads it, for which PostgreSQL waits five seconds at most
    until createdb -T "$1" "$2"; do
        ((--tries)) || die "the database $1 could not be copied"
    done
    if [[ -d $(filestore "$1") ]]; then cp -al "$(filestore "$1")" "$(filestore "$2")"; fi
}
rename_database() { # FROM TO
    rm -rf "$(filestore "$2")"
    if [[ -d $(filestore "$1") ]]; then mv "$(filestore "$1")" "$(filestore "$2")"; fi
    sql postgres "ALTER DATABASE \"$1\" RENAME TO \"$2\""
}
filestore() { echo "$ODOO_DATA/filestore/$1"; }

# --- Odoo's configuration: the addon is reached through a link that has its technical name -----------------------------------

link_addon() {
    mkdir -p "$CLONE/addons"
    [[ $CLONE/addons/$ADDON -ef $REPO ]] || ln -sfn "$REPO" "$CLONE/addons/$ADDON"
}
configure_odoo() {
    link_addon
    mkdir -p "$ODOO_DATA/filestore"
    ODOO_CONFIG=$CLONE/odoo-$(printf '%s\n' "$ODOO_ADDONS" "$ODOO_DATA" | sha256sum | cut -c1-8).conf
    # Written beside and renamed: another command may be reading it.
    (umask 077 && cat >"$ODOO_CONFIG.$$") <<END
[options]
addons_path = $ODOO_ADDONS,$CLONE/addons
data_dir = $ODOO_DATA
http_interface = 127.0.0.1
list_db = False
admin_passwd = $(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
END
    mv "$ODOO_CONFIG.$$" "$ODOO_CONFIG"
}
odoo() { "$PYTHON" -m odoo "$@"; }
odoo_once() { # DATABASE ARGUMENT …: a run of Odoo that ends by itself, its modules shown as progress
    local database=$1
    shift
    odoo --config="$ODOO_CONFIG" --database="$database" --stop-after-init --no-http --max-cron-threads=0 "$@" 2>&1 |
        tee "$LOGS/$database.log" | show_odoo_progress
}
show_odoo_progress() {
    local line
    while IFS= read -r line; do
        if [[ $line =~ Loading\ module\ ([a-z0-9_]+)\ \(([0-9]+)/([0-9]+)\) ]]; then
            progress "Odoo modules: ${BASH_REMATCH[2]} of ${BASH_REMATCH[3]} (${BASH_REMATCH[1]})"
        fi
    done
    progress_end
}
log_has_failed_demo() { grep -q "Module .* demo data failed to install" "$LOGS/$1.log"; }

# --- templates: what the addon depends on, installed once and copied ever after --------------------------------------------

dependencies() {
    "$PYTHON" -c 'import ast, sys; print(",".join(ast.literal_eval(open(sys.argv[1]).read())["depends"]))' \
        "$REPO/__manifest__.py"
}
template_name() { # demo|plain
    local key
    key=$(printf '%s\n' "$(dependencies)" "$ODOO_HOME" "$(<"$ODOO_HOME/odoo/release.py")" | sha256sum | cut -c1-8)
    echo "${ADDON}_template_$1_$key"
}
make_template() { # demo|plain → TEMPLATE
    local kind=$1 lock
    TEMPLATE=$(template_name "$kind")
    open_lock lock "$DATA/template-$kind.lock"
    wait_for_lock "$lock" "preparing a database"
    if [[ $(database_mark "$TEMPLATE") != complete ]]; then
        say "Installing what the addon depends on ($kind), once for all databases …"
        drop_database "$TEMPLATE"
        drop_database "${TEMPLATE}_making"
        createdb -T template0 -E UTF8 "${TEMPLATE}_making"
        odoo_once "${TEMPLATE}_making" --init="$(dependencies)" "$([[ $kind == demo ]] && echo --with-demo || echo --without-demo)" ||
            die "Odoo's own modules could not be installed (details: $LOGS/${TEMPLATE}_making.log)"
        rename_database "${TEMPLATE}_making" "$TEMPLATE"
        mark_database "$TEMPLATE" complete
    fi
    flock -u "$lock"
}

# --- databases with the addon --------------------------------------------------------------------------------------------------

# Whatever the database takes from the tree: a change of it means an update.
addon_state() {
    (cd "$REPO" && find . -type d \( -name '.*' ! -name . -o -name __pycache__ -o -path ./bin -o -path ./tests -o \
        -path ./benchmarks \) -prune -o -type f ! -name '*.pyc' ! -name '*.md' -print0 |
        sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)
}

base_name() { echo "${ADDON}_${CLONE_ID}_base_$1"; } # demo|plain
# A database NAME with the addon in it, copied from one into which this state of the addon was installed today (the
# demo data counts from the day of its installation): build_database NAME demo|plain
build_database() {
    local name=$1 kind=$2 base state lock mark
    base=$(base_name "$2")
    state=$(addon_state)
    open_lock lock "$CLONE/base.lock"
    wait_for_lock "$lock" "installing the addon"
    mark=$(database_mark "$base")
    if [[ ${mark% with pages} != "$state $(date +%F)" ]]; then
        install_addon_into "$base" "$kind"
        mark="$state $(date +%F)"
        mark_database "$base" "$mark"
    fi
    if [[ ! ${WITHOUT_PAGES:-} && $mark != *" with pages" ]]; then
        say "Preparing the web pages …"
        prepare_assets "$base"
        mark_database "$base" "$mark with pages"
    fi
    copy_database "$base" "${name}_making"
    flock -u "$lock"
    drop_database "$name"
    rename_database "${name}_making" "$name"
    mark_database "$name" "$state"
}
install_addon_into() { # DATABASE demo|plain
    local making=${1}_making
    make_template "$2"
    say "Installing the addon into a new database ($2) …"
    copy_database "$TEMPLATE" "$making"
    odoo_once "$making" --init="$ADDON" || {
        explain_failure "$making"
        die "the addon could not be installed (details: $LOGS/$making.log)"
    }
    if log_has_failed_demo "$making"; then
        explain_failure "$making"
        die "the demo data could not be installed (details: $LOGS/$making.log)"
    fi
    drop_database "$1"
    rename_database "$making" "$1"
}
explain_failure() { grep -vE ' (INFO|DEBUG) ' "$LOGS/$1.log" | tail -n 25 >&2 || true; }

# The first page is then as fast as the next ones.
prepare_assets() {
    echo "env['ir.qweb']._pregenerate_assets_bundles(); env.cr.commit()" |
        odoo shell --config="$ODOO_CONFIG" --database="$1" --no-http --log-level=error >>"$LOGS/$1.log" 2>&1 ||
        warn "the web assets could not be prepared (details: $LOGS/$1.log)"
}

# Ready to use: made if it is not there, updated if the addon has changed since.
ready_database() { # NAME demo|plain
    local state mark
    state=$(addon_state)
    mark=$(database_mark "$1")
    if [[ ! $mark ]]; then
        build_database "$1" "$2"
    elif [[ $mark != "$state" ]]; then
        say "The addon has changed: updating the database …"
        odoo_once "$1" --update="$ADDON" || {
            explain_failure "$1"
            die "the database could not be updated; --fresh makes a new one (details: $LOGS/$1.log)"
        }
        mark_database "$1" "$state"
    fi
}

# What there is to translate: export_terms DATABASE FILE.pot
export_terms() {
    odoo i18n export --config="$ODOO_CONFIG" --database="$1" --output="$2" "$ADDON" \
        >>"$LOGS/$1.log" 2>&1 || die "the terms could not be exported (details: $LOGS/$1.log)"
}
