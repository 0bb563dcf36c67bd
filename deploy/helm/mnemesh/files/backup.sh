# Writes a backup of the database into BACKUP_FOLDER, beside it its SHA-256, and keeps the newest BACKUP_KEEP.
# A backup has its name only when it is whole: read back and with its checksum.
set -eu
umask 077
name=mnemesh-$(date -u +%Y%m%dT%H%M%SZ).dump
partial=$BACKUP_FOLDER/.$name.part
trap 'rm -f "$partial"' EXIT

rm -f "$BACKUP_FOLDER"/.mnemesh-*.part
# One snapshot of all schemas. Without sight of all rows pg_dump ends with an error rather than leave some out.
pg_dump --format=custom --compress=6 --no-password --file="$partial"
pg_restore --list "$partial" >/dev/null
sum=$(sha256sum "$partial" | cut -d' ' -f1)
echo "$sum  $name" >"$BACKUP_FOLDER/$name.sha256"
mv "$partial" "$BACKUP_FOLDER/$name"
echo "$name: $(wc -c <"$BACKUP_FOLDER/$name") bytes, SHA-256 $sum"

kept=0
for old in $(ls -1r "$BACKUP_FOLDER" | grep '^mnemesh-.*\.dump$'); do
  kept=$((kept + 1))
  if [ "$kept" -gt "$BACKUP_KEEP" ]; then
    rm -f "$BACKUP_FOLDER/$old" "$BACKUP_FOLDER/$old.sha256"
    echo "$old: removed"
  fi
done
