#!/bin/bash
# Runs once, by PostgreSQL's image, on an empty database. Both passwords are letters and digits.
set -euo pipefail
sed -e "s/\${MNEMESH_POSTGRES_OWNER_PASSWORD}/$MNEMESH_POSTGRES_OWNER_PASSWORD/" \
  -e "s/\${MNEMESH_POSTGRES_PASSWORD}/$MNEMESH_POSTGRES_PASSWORD/" /etc/mnemesh/bootstrap.template |
  psql -v ON_ERROR_STOP=1 --username postgres --dbname "$POSTGRES_DB"
