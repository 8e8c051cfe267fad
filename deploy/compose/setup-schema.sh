#!/bin/sh
# Brings both of Temporal's databases to this version's schema: new ones, those of an older version, and those
# that are there already. The password comes in SQL_PASSWORD.
set -eu

sql() {
  database=$1
  shift
  temporal-sql-tool --plugin "$SQL_PLUGIN" --ep "$SQL_HOST" -p "$SQL_PORT" -u "$SQL_USER" --db "$database" "$@"
}

bring() {
  versions=/etc/temporal/schema/postgresql/v12/$2/versioned
  # A database that has a schema is never set up again: that would reset its version.
  if sql "$1" update-schema -d "$versions"; then return; fi
  sql "$1" create || echo "database $1 is there"
  sql "$1" setup-schema -v 0.0
  sql "$1" update-schema -d "$versions"
}

bring temporal temporal
bring temporal_visibility visibility
