# The whole path through a mesh, as a client goes it: stores a memory, gets its event, finds it by its meaning, deletes it.
# GATEWAY is its address and API_KEY a key of it.
set -eu
fail() {
  echo "mnemesh: $*" >&2
  exit 1
}
[ -n "${API_KEY:-}" ] || fail "the test needs an API key: put one into a Secret and name it in tests.existingSecret."
work=$(mktemp -d /tmp/path.XXXXXX)
cd "$work"
ask() { curl --silent --show-error --max-time 20 --fail-with-body "$@"; }
member() { grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4; }

token=$(ask -X POST -H "X-API-Key: $API_KEY" "$GATEWAY/api/auth/token" | member accessToken)
[ -n "$token" ] || fail "the gateway gave no token for the API key."
bearer="Authorization: Bearer $token"

curl --silent --no-buffer --max-time 120 -H "$bearer" "$GATEWAY/connection/events?channel=events:memory_created" >events &
listener=$!
trap 'kill $listener 2>/dev/null || true; rm -rf "$work"' EXIT
until_true() { # what, then a command that has to succeed within a minute
  what=$1
  shift
  tries=0
  until "$@"; do
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || fail "$what within a minute."
    sleep 1
  done
}
until_true "no event stream was opened" test -s events

mark=$(date +%s)-$$
id=$(ask -X POST -H "$bearer" -H 'Content-Type: application/json' "$GATEWAY/api/memories" \
  -d "{\"type\":\"fact\",\"content\":\"The release test $mark left its umbrella in the lighthouse.\",\"context\":{\"user\":\"helm-test\"}}" | member id)
[ -n "$id" ] || fail "the memory was not stored."
echo "stored $id"

until_true "the event of the stored memory did not come" grep -q "$id" events
echo "received its event"

found() {
  ask -X POST -H "$bearer" -H 'Content-Type: application/json' "$GATEWAY/api/memories/search" \
    -d '{"query":"Where was the brolly forgotten?","limit":5,"filter":{"user":"helm-test"}}' | grep -q "$id"
}
until_true "the stored memory was not found" found
echo "found it"

ask -X DELETE -H "$bearer" "$GATEWAY/api/memories/$id" >/dev/null
echo "write, receive, search: all of it works"
