# shellcheck shell=bash
# A run of tests on another day. Odoo and a database server of its own, started for this run alone, live on that day;
# time goes on there as it does here. The browser cannot: its pages are told the day instead (other_day/).

# What date understands as a day, maybe with a time, in UTC: read_other_day 2028-02-29[T23:30] → OTHER_DAY
read_other_day() {
    [[ $1 =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?$ ]] || die "--on takes a day, maybe with a time: 2028-02-29T23:30"
    OTHER_DAY=$1
    [[ $OTHER_DAY == *T* ]] || OTHER_DAY+=T09:00
    date --utc --date "${OTHER_DAY}Z" >/dev/null 2>&1 || die "there is no such day: $1"
}

# Everything that this command starts from now on lives on OTHER_DAY. The machine must have all that is needed already:
# package sources are signed for the time being.
go_to_other_day() {
    local folder=$CLONE/on-$$ dump=$LOGS/template-$$.sql template offset
    find_faketime
    find_postgres_programs
    drop_stale_days
    offset=$(($(date --utc --date "${OTHER_DAY}Z" +%s) - $(date +%s)))
    # What was installed later than the day must be installed anew
    if ((offset > 0)); then
        make_template demo
        template=$TEMPLATE
        pg_dump "$template" >"$dump" || die "the database could not be copied"
        mkdir -p "$folder/odoo/filestore"
        # Without a file in it, a database has no folder
        if [[ -d $(filestore "$template") ]]; then
            cp -al "$(filestore "$template")" "$folder/odoo/filestore/$template"
        fi
    fi
    # Monotonic clocks measure durations; files keep their times, so that nothing that was compiled looks too old
    export FAKETIME="${offset/#[0-9]/+&}" FAKETIME_DONT_FAKE_MONOTONIC=1 DONT_FAKE_MONOTONIC=1 NO_FAKE_STAT=1
    export LD_PRELOAD=$FAKETIME_LIBRARY PYTHONPATH=$LIB/other_day:$PYTHONPATH OTHER_DAY_OFFSET=$offset
    start_other_server "$folder"
    ODOO_DATA=$folder/odoo
    configure_odoo
    if [[ ${template:-} ]]; then
        createdb -T template0 -E UTF8 "$template"
        psql -XAtq -v ON_ERROR_STOP=1 -d "$template" -f "$dump" >/dev/null || die "the database could not be copied"
        mark_database "$template" complete
        rm -f "$dump"
    fi
    say "It is $(date --utc '+%A, %-d %B %Y, %H:%M') (UTC)."
}

find_faketime() {
    FAKETIME_LIBRARY=$(faketime_library) || {
        install_required libfaketime
        FAKETIME_LIBRARY=$(faketime_library) || die "libfaketime was not found"
    }
}
faketime_library() {
    local library
    for library in /usr/lib/*/faketime/libfaketimeMT.so.1 /usr/lib*/faketime/libfaketimeMT.so.1 \
        /usr/local/lib/faketime/libfaketimeMT.so.1; do
        if [[ -e $library ]]; then echo "$library" && return; fi
    done
    return 1
}

start_other_server() { # FOLDER
    local CLUSTER=$1/postgresql SOCKETS
    OTHER_SERVER=$CLUSTER
    unset PGHOSTADDR PGSERVICE PGPASSWORD PGPASSFILE
    at_exit stop_other_server
    make_cluster
    SOCKETS=$(socket_folder)
    launch_cluster
    export PGHOST=$SOCKETS PGPORT=$PRIVATE_PORT PGUSER=odoo
}
stop_other_server() { drop_day "$(dirname "$OTHER_SERVER")"; }
drop_day() { # FOLDER
    local CLUSTER=$1/postgresql
    if cluster_runs; then
        (cd / && as_database_account "$PG_BIN/pg_ctl" -D "$CLUSTER/data" -m immediate -w stop) >>"$LOGS/pg_ctl.log" 2>&1
    fi
    rm -rf "$1" "$(socket_folder)"
}
# Left by a run that was killed.
drop_stale_days() {
    local folder
    for folder in "$CLONE"/on-*; do
        if [[ -d $folder ]] && ! kill -0 "${folder##*-}" 2>/dev/null; then drop_day "$folder"; fi
    done
}
