#!/bin/bash
# Creates the portal's role and user; running it again changes nothing but a password.
set -euo pipefail
ask() { # ask METHOD PATH BODY
  curl --fail --silent --show-error --cacert /certificates/ca/ca.crt \
    --user "elastic:$ELASTIC_PASSWORD" --request "$1" "https://search:9200$2" \
    --header 'Content-Type: application/json' --data "$3" >/dev/null
}
ask PUT /_security/role/qingyuan "$(cat /deploy/search-role.json)"
ask PUT /_security/user/portal \
  "{\"password\": \"$SEARCH_PASSWORD\", \"roles\": [\"qingyuan\"]}"
