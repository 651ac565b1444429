# A clean Debian 12 in a folder. Its base system and the packages that were installed into one are kept in the cache, so
# only the first run downloads.
chroot_cache=${XDG_CACHE_HOME:-$HOME/.cache}/wbmedia/packages
chroot_mirror=${WBM_DEBIAN_MIRROR:-http://deb.debian.org/debian}
chroot_base=$chroot_cache/bookworm-$(dpkg --print-architecture).tar
chroot_archives=$chroot_cache/archives-$(dpkg --print-architecture)

chroot_can() {
  [ "$(id -u)" -eq 0 ] && unshare --mount --pid --fork true 2>/dev/null || return 1
  [ -f "$chroot_base" ] || command -v debootstrap >/dev/null || return 1
  mkdir -p "$chroot_archives"
  [ -f "$chroot_base" ] || chroot_bootstrap
}

# The base: Debian's smallest, with its updates, and dpkg told not to wait for the disk.
chroot_bootstrap() {
  local new
  new=$(mktemp -d "$chroot_cache/new-XXXXXX")
  if debootstrap --variant=minbase bookworm "$new/base" "$chroot_mirror" >"$new/log" 2>&1 &&
    chroot_complete "$new/base" >>"$new/log" 2>&1; then
    tar -C "$new/base" --numeric-owner -cf "$new/tar" . && mv "$new/tar" "$chroot_base"
  else
    tail -5 "$new/log" >&2
  fi
  rm -rf --one-file-system "$new"
  [ -f "$chroot_base" ]
}

chroot_complete() {
  echo force-unsafe-io > "$1/etc/dpkg/dpkg.cfg.d/unsafe-io"
  printf 'deb %s bookworm main\ndeb %s bookworm-updates main\ndeb %s-security bookworm-security main\n' \
    "$chroot_mirror" "$chroot_mirror" "$chroot_mirror" > "$1/etc/apt/sources.list"
  printf '#!/bin/sh\nexit 101\n' > "$1/usr/sbin/policy-rc.d"  # no package starts a service
  chmod +x "$1/usr/sbin/policy-rc.d"
  chroot "$1" apt-get update -q
  chroot "$1" apt-get upgrade -q -y
  chroot "$1" apt-get clean
}

chroot_make() {
  chroot_remove "$1"
  mkdir -p "$1"
  tar -C "$1" --numeric-owner -xf "$chroot_base"
  find "$chroot_archives" -name '*.deb' -exec cp -l -t "$1/var/cache/apt/archives" {} + 2>/dev/null ||
    find "$chroot_archives" -name '*.deb' -exec cp -t "$1/var/cache/apt/archives" {} +
  cp /etc/resolv.conf "$1/etc/resolv.conf"
}

# chroot_run(folder command...): /proc is mounted where only this command and its children see it, and goes with them.
chroot_run() {
  local folder=$1 status=0
  shift
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C DEBIAN_FRONTEND=noninteractive \
    unshare --mount --pid --fork sh -c 'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"' "$folder" "$@" || status=$?
  find "$folder/var/cache/apt/archives" -maxdepth 1 -name '*.deb' -exec cp -n -t "$chroot_archives" {} + 2>/dev/null || true
  return $status
}

chroot_remove() { rm -rf --one-file-system "$1"; }
