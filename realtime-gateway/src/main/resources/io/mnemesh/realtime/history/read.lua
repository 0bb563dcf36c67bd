-- Reads a channel's position and the entries behind a position. A channel nobody published to gets its epoch here.
-- KEYS: 1 meta hash, 2 log stream, 3 seen ids. All of one slot.
-- ARGV: 1 epoch of the position, 2 first offset wanted, 3 most entries wanted, 4 epoch to use if there is none,
--       5 meta TTL ms
-- Returns: epoch, newest offset, entries. In another epoch than the position's the entries start at the oldest.
local meta = redis.call('HMGET', KEYS[1], 'e', 'o')
local epoch = meta[1]
if not epoch then
  redis.call('DEL', KEYS[2], KEYS[3])
  epoch = ARGV[4]
  redis.call('HSET', KEYS[1], 'e', epoch, 'o', 0)
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
  return {epoch, 0, {}}
end
local wanted = tonumber(ARGV[3])
if wanted == 0 then
  return {epoch, tonumber(meta[2]), {}}
end
local from = '-'
if epoch == ARGV[1] then
  from = ARGV[2] .. '-0'
end
return {epoch, tonumber(meta[2]), redis.call('XRANGE', KEYS[2], from, '+', 'COUNT', wanted)}
