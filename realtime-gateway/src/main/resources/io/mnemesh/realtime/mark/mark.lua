-- How far a user has come in a channel, under a name. A mark only moves on, and anywhere in another epoch.
-- KEYS: 1 marks hash. ARGV: 1 field, 2 "begin" to set it where there is none, "move" to move it, 3 epoch, 4 offset, 5 TTL ms
-- Returns: epoch and offset of the mark that is there now.
local there = redis.call('HGET', KEYS[1], ARGV[1])
if there then
  local epoch, offset = string.match(there, '^(%S+) (%d+)$')
  if ARGV[2] == 'begin' or (epoch == ARGV[3] and tonumber(offset) >= tonumber(ARGV[4])) then
    return {epoch, offset}
  end
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3] .. ' ' .. ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return {ARGV[3], ARGV[4]}
