#!/bin/bash
# Makes the certificates of the search node where there are none yet.
set -euo pipefail
cd /certificates
[ -f search/search.crt ] && exit 0
elasticsearch-certutil ca --silent --pem --out ca.zip
unzip -q ca.zip
elasticsearch-certutil cert --silent --pem --out search.zip --name search \
  --dns search --dns localhost --ip 127.0.0.1 --ca-cert ca/ca.crt --ca-key ca/ca.key
unzip -q search.zip
rm ca.zip search.zip
# The authority's key stays with root; the node runs as user 1000.
chmod 755 . ca search
chmod 600 ca/ca.key
chmod 644 ca/ca.crt search/search.crt
chown 1000 search/search.key && chmod 400 search/search.key
