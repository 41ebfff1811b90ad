# shellcheck shell=bash
# The database server: the one that the usual PG* variables name, else a private cluster on a socket, without TCP.

PRIVATE_PORT=54390 # names the socket only; nothing listens on a network

names_a_server() {
    local variable
    for variable in PGHOST PGHOSTADDR PGPORT PGSERVICE PGUSER PGPASSWORD PGPASSFILE; do
        [[ ${!variable:-} ]] && return
    done
    return 1
}

# ODOO_DATA holds the files that belong to a server's databases, so each server has its own.
find_postgres() {
    unset PGDATABASE # the names of the databases are ours
    if names_a_server; then
        has psql || install_required postgresql-client
        psql -XAtqc 'SELECT 1' -d postgres >/dev/null 2>"$LOGS/psql.log" ||
            die "the server that the PG* variables name does not let us in: $(sed -n '1s/^psql: error: //p' "$LOGS/psql.log")"
        # A command that runs in another one of ours finds the private cluster, and the files of its databases
        if [[ ${PRIVATE_CLUSTER:-} && ${PGHOST:-} == "$PRIVATE_CLUSTER" ]]; then
            ODOO_DATA=$DATA/odoo
            return
        fi
        ODOO_DATA=$DATA/odoo-$(printf %s "${PGHOST:-}${PGHOSTADDR:-}:${PGPORT:-}${PGSERVICE:-}" | sha256sum | cut -c1-8)
        return
    fi
    find_postgres_programs
    choose_data_folder # the package may just have made the account
    ODOO_DATA=$DATA/odoo
    start_cluster
}
find_postgres_programs() {
    PG_BIN=$(postgres_programs) || {
        install_required postgresql
        PG_BIN=$(postgres_programs) || die "PostgreSQL's programs were not found"
    }
    PATH=$PG_BIN:$PATH
}
postgres_programs() {
    local initdb
    initdb=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)
    [[ -x $initdb ]] || initdb=$(command -v initdb) || return
    dirname "$initdb"
}

start_cluster() {
    local version start_lock
    version=$(pg_ctl --version | grep -oE '[0-9]+' | head -n 1)
    CLUSTER=$DATA/postgresql-$version
    SOCKETS=$(socket_folder)
    open_lock start_lock "$DATA/cluster.start.lock"
    open_lock CLUSTER_USE "$DATA/cluster.use.lock"
    wait_for_lock "$start_lock" "starting or stopping the database server"
    [[ -d $CLUSTER/data ]] || make_cluster
    flock -s "$CLUSTER_USE"
    at_exit leave_cluster
    cluster_runs || launch_cluster
    flock -u "$start_lock"
    CLUSTER_START=$start_lock
    export PGHOST=$SOCKETS PGPORT=$PRIVATE_PORT PGUSER=odoo PRIVATE_CLUSTER=$SOCKETS
}

# The name of a socket must be short.
socket_folder() {
    local folder=$CLUSTER/socket
    if ((${#folder} > 85)); then folder=/tmp/$ADDON-$EUID-$(printf %s "$CLUSTER" | sha256sum | cut -c1-8); fi
    echo "$folder"
}

make_cluster() {
    say "Creating a private database cluster in $CLUSTER …"
    rm -rf "$CLUSTER.making"
    mkdir -p "$CLUSTER.making"
    if is_root; then chown "$(database_account)" "$CLUSTER.making"; fi
    (cd / && as_database_account "$PG_BIN/initdb" -D "$CLUSTER.making/data" --username=odoo --auth=trust \
        --encoding=UTF8 --locale=C.UTF-8 --lc-collate=C --no-sync) >"$LOGS/initdb.log" 2>&1 ||
        die "initdb failed (details: $LOGS/initdb.log)"
    cat >>"$CLUSTER.making/data/postgresql.conf" <<'END'
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = 256MB
synchronous_commit = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 2GB
END
    rm -rf "$CLUSTER"
    mv "$CLUSTER.making" "$CLUSTER"
}

cluster_runs() { as_database_account "$PG_BIN/pg_ctl" -D "$CLUSTER/data" status >/dev/null 2>&1; }

launch_cluster() {
    as_database_account mkdir -p -m 700 "$SOCKETS"
    (cd / && without_locks as_database_account "$PG_BIN/pg_ctl" -D "$CLUSTER/data" -l "$CLUSTER/log" -w -t 120 \
        -o "-k '$SOCKETS' -p $PRIVATE_PORT" start) >"$LOGS/pg_ctl.log" 2>&1 </dev/null ||
        die "the private database server did not start (details: $CLUSTER/log)"
}

# The last command that uses the cluster stops it.
leave_cluster() {
    [[ ${CLUSTER_START:-} ]] && flock "$CLUSTER_START"
    flock -u "$CLUSTER_USE"
    if flock -n "$CLUSTER_USE"; then
        (cd / && as_database_account "$PG_BIN/pg_ctl" -D "$CLUSTER/data" -m fast -w stop) >>"$LOGS/pg_ctl.log" 2>&1
    fi
}
