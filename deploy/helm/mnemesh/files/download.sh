# Downloads the files of /etc/mnemesh/files below /var/lib/models. A file whose SHA-256 is another one than was said ends it.
set -eu
list=${MODELS_LIST:-/etc/mnemesh/files}
folder=${MODELS_FOLDER:-/var/lib/models}
while read -r sha path url; do
  [ -n "$sha" ] || continue
  target=$folder/$path
  if [ -f "$target" ] && echo "$sha  $target" | sha256sum -c - >/dev/null 2>&1; then
    echo "$path is there"
    continue
  fi
  mkdir -p "$(dirname "$target")"
  curl --fail --silent --show-error --location --retry 5 --retry-delay 2 --proto '=https,file' --output "$target.part" "$url" || {
    echo "mnemesh: $url cannot be downloaded; check models.download and the network policy." >&2
    exit 1
  }
  is=$(sha256sum "$target.part" | cut -d' ' -f1)
  if [ "$is" != "$sha" ]; then
    rm -f "$target.part"
    echo "mnemesh: $path has the SHA-256 $is and not $sha as models.download says; it is not used." >&2
    exit 1
  fi
  mv "$target.part" "$target"
  echo "$path is downloaded"
done <"$list"
