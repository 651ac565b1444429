#!/usr/bin/env bash
# Installs the wbmedia SDK on Debian 12, as root. One of the two says where it comes from:
#   WBM_SDK_DEBS="https://.../libwbm-dev.deb https://.../wbm-tools.deb ..."   packages: all that are needed
#   WBM_SDK_REPOSITORY="https://.../wbmedia.git"                              sources; only its folder sdk is built
#   WBM_SDK_REF="v0.1.0"                                                      of the sources: a branch or tag
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq

if [ -n "${WBM_SDK_DEBS:-}" ]; then
  apt-get install -qq -y --no-install-recommends ca-certificates curl
  for url in $WBM_SDK_DEBS; do
    curl --fail --silent --show-error --location --output "$work/$(basename "$url")" "$url"
  done
  apt-get install -qq -y --no-install-recommends "$work"/*.deb
elif [ -n "${WBM_SDK_REPOSITORY:-}" ]; then
  apt-get install -qq -y --no-install-recommends ca-certificates git g++ cmake make pkg-config libboost1.81-dev \
    libdlpack-dev libcli11-dev
  git clone --quiet --depth 1 ${WBM_SDK_REF:+--branch "$WBM_SDK_REF"} "$WBM_SDK_REPOSITORY" "$work/wbmedia"
  cmake -S "$work/wbmedia/sdk" -B "$work/build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX=/usr
  cmake --build "$work/build" -j"$(nproc)"
  cmake --install "$work/build"
else
  echo "install-sdk: set the variable WBM_SDK_DEBS or WBM_SDK_REPOSITORY of your repository" >&2
  exit 1
fi
