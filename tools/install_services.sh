#!/bin/sh
# Installs what the tests need beside Python: Debian's packages, Stripe's mock and
# an Elasticsearch node.
set -eu

missing=""
need() { # need COMMAND PACKAGE...
  command=$1
  shift
  command -v "$command" >/dev/null 2>&1 || missing="$missing $*"
}

need redis-server redis-server
need chromium chromium
need msgfmt gettext
need go golang-go
need javac default-jdk-headless
need mvn maven
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
fc-list ':lang=zh-cn' 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk fontconfig"

# Stripe's official mock is a Go program; its version is fixed here.
stripe_mock() {
  target=$(pwd)/tests/services/bin
  [ -x "$target/stripe-mock" ] && return
  echo "Building stripe-mock (half a minute, once) ..."
  GOBIN=$target go install github.com/stripe/stripe-mock@v0.203.0
}

# The tests build the node anew when its sources change.
search_node() {
  folder=$(pwd)/tests/services/elasticsearch
  ls "$folder"/target/elasticsearch-*/plugins/*/*.jar >/dev/null 2>&1 && return
  echo "Building the Elasticsearch node (a minute, once) ..."
  mvn --quiet --batch-mode --file "$folder/pom.xml" package
}

if [ -z "$missing" ]; then
  stripe_mock
  search_node
  echo "All services are installed."
  exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "Please install with your system's package manager:$missing"
  exit 1
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null 2>&1 || {
    echo "Please run as root: apt-get install$missing"
    exit 1
  }
  as_root=sudo
fi
echo "Installing:$missing"
$as_root apt-get update -qq
# A database cluster of the system's own is not wanted: the tests start theirs.
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
stripe_mock
search_node
