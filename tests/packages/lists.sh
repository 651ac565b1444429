# What a package says and holds, as text that does not change with the version, the machine or the build type.

# list_of(deb): fields of the control file, then every file with its rights and owner.
list_of() {
  local version triplet
  version=$(dpkg-deb -f "$1" Version)
  triplet=$(dpkg-architecture -a "$(dpkg-deb -f "$1" Architecture)" -q DEB_HOST_MULTIARCH 2>/dev/null)
  {
    # What shared libraries need, dpkg-shlibdeps finds out; their oldest version depends on the compiler's options.
    dpkg-deb -f "$1" Package Section Priority Depends Recommends Suggests Enhances Provides Conflicts Replaces |
      sed -E 's/ \(>= [^)]*\)//g'
    echo
    dpkg-deb -I "$1" | sed -n -E 's/^ +[0-9]+ bytes, +[0-9]+ lines +\*? +([a-z0-9]+).*/control: \1/p' | sort
    echo
    # Of folders of samples and of pages, that they are there: which files they hold is their own affair.
    dpkg-deb -c "$1" | awk '$1 !~ /^d/ {print $1, $2, $6, $7, $8}' | sed 's/ *$//' |
      sed -E 's#(/share/wbm-sdk/.*/(samples|broken)|/share/doc/wbmedia/[^/]+)/.*#\1/*#' | LC_ALL=C sort -k3 | uniq
  } | sed -e "s/${version//./\\.}/@VERSION@/g" -e "s/${version%-*}\b/@UPSTREAM@/g" -e "s/$triplet/@TRIPLET@/g" \
    -e 's/-targets-\(release\|relwithdebinfo\|debug\)\.cmake/-targets-@CONFIG@.cmake/'
}

accept_lists() {
  local deb
  rm -f "$2"/*.txt
  mkdir -p "$2"
  for deb in "$1"/*.deb; do
    list_of "$deb" > "$2/$(dpkg-deb -f "$deb" Package).txt"
  done
  echo "packages: wrote $(ls "$2" | wc -l) lists"
}

compare_lists() {
  local deb name expected same=true made=" "
  for deb in "$1"/*.deb; do
    name=$(dpkg-deb -f "$deb" Package)
    made+="$name "
    if [ ! -f "$2/$name.txt" ]; then
      echo "packages: $name is new: expected/ has no list of it" >&2
      same=false
    elif ! diff -u --label "expected/$name.txt" --label "$(basename "$deb")" "$2/$name.txt" <(list_of "$deb") >&2; then
      same=false
    fi
    [ "$(basename "$deb")" = "${name}_$(dpkg-deb -f "$deb" Version)_$(dpkg-deb -f "$deb" Architecture).deb" ] || {
      echo "packages: $(basename "$deb") is not called as Debian's are" >&2
      same=false
    }
  done
  for expected in "$2"/*.txt; do
    name=$(basename "$expected" .txt)
    case $made in *" $name "*) continue ;; esac
    [ "$name" = wbm-plugin-data-frame ] && continue  # without Arrow there is none; the build has said so
    echo "packages: $name is missing" >&2
    same=false
  done
  $same
}

# check_stamps(debs folder, scratch folder): every manifest names the SHA-256 of the library beside it, as it is packed.
check_stamps() {
  local deb manifest sum right=true
  rm -rf "$2"
  for deb in "$1"/wbm-plugin*.deb; do dpkg-deb -x "$deb" "$2"; done
  while IFS= read -r manifest; do
    sum=$(sha256sum "${manifest%.json}.so" | cut -d' ' -f1)
    grep -q "\"sha256\": \"$sum\"" "$manifest" || { echo "packages: $(basename "$manifest") has not the SHA-256 of its library" >&2; right=false; }
  done < <(find "$2" -path '*/wbmedia/plugins/*.json')
  rm -rf "$2"
  $right
}
