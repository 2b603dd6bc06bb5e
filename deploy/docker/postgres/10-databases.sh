#!/bin/bash
# Run once by the PostgreSQL image on an empty volume: one role and one database per service.
# No role can open another service's database.
set -euo pipefail

make() {
    local name=$1 password=$2
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
        --set=name="$name" --set=password="$password" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name" ENCODING 'UTF8' TEMPLATE template0;
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
}

make config "$POSTGRES_CONFIG_PASSWORD"
make ingest "$POSTGRES_INGEST_PASSWORD"
make chat "$POSTGRES_CHAT_PASSWORD"
make lead "$POSTGRES_LEAD_PASSWORD"
make analytics "$POSTGRES_ANALYTICS_PASSWORD"
make outreach "$POSTGRES_OUTREACH_PASSWORD"
