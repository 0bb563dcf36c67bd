-- Appends one message to a channel and tells the nodes, or answers with the offset it already has.
-- KEYS: 1 meta hash (e epoch, o offset), 2 log stream (entry <offset>-0: i event id, d payload, p publisher),
--       3 seen ids (scored by offset), 4 fan-out channel. All of one slot.
-- ARGV: 1 event id, 2 payload, 3 epoch to use if there is none, 4 entries kept, 5 log TTL ms, 6 meta TTL ms,
--       7 ids remembered, 8 which client publishes it, empty for an event of the mesh,
--       9 digest of the content if the id is a client's key, else empty
-- Returns: epoch, offset, 1 if appended, 0 if it was there, 2 if it was there with other content.
-- Beside a client's key its content is remembered, as <key>#<digest> at the same offset.
local epoch = redis.call('HGET', KEYS[1], 'e')
if not epoch then
  redis.call('DEL', KEYS[2], KEYS[3])
  epoch = ARGV[3]
  redis.call('HSET', KEYS[1], 'e', epoch, 'o', 0)
end
local known = redis.call('ZSCORE', KEYS[3], ARGV[1])
if known then
  local same = ARGV[9] == '' or redis.call('ZSCORE', KEYS[3], ARGV[1] .. '#' .. ARGV[9])
    or redis.call('ZCOUNT', KEYS[3], known, known) < 2
  return {epoch, tonumber(known), same and 0 or 2}
end
local offset = redis.call('HINCRBY', KEYS[1], 'o', 1)
local place = string.format('%.0f', offset)
local publisher = ''
if ARGV[8] == '' then
  redis.call('XADD', KEYS[2], 'MAXLEN', '=', ARGV[4], place .. '-0', 'i', ARGV[1], 'd', ARGV[2])
else
  redis.call('XADD', KEYS[2], 'MAXLEN', '=', ARGV[4], place .. '-0', 'i', ARGV[1], 'd', ARGV[2], 'p', ARGV[8])
  publisher = '@' .. ARGV[8] .. ' '
end
redis.call('ZADD', KEYS[3], offset, ARGV[1])
if ARGV[9] ~= '' then
  redis.call('ZADD', KEYS[3], offset, ARGV[1] .. '#' .. ARGV[9])
end
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', offset - tonumber(ARGV[7]))
redis.call('PEXPIRE', KEYS[1], ARGV[6])
redis.call('PEXPIRE', KEYS[2], ARGV[5])
redis.call('PEXPIRE', KEYS[3], ARGV[6])
redis.call('SPUBLISH', KEYS[4], epoch .. ' ' .. place .. ' ' .. ARGV[1] .. ' ' .. publisher .. ARGV[2])
return {epoch, offset, 1}
