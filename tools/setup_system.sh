#!/bin/sh
# Install packages of the system, on Debian and its kin, as root or through sudo.
set -eu
become=""
[ "$(id -u)" = 0 ] || become="sudo"
export DEBIAN_FRONTEND=noninteractive
$become apt-get update -qq || true
exec $become apt-get install -qq -y --no-install-recommends "$@"
