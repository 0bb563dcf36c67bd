-- What a user left half written in a channel. KEYS: 1 the user's drafts. ARGV: 1 channel, 2 draft, 3 most channels, 4 TTL ms
-- Returns 1 if it is kept, 0 if the user has drafts in too many other channels.
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[3]) then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
