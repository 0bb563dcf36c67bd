-- ARGV: 3 ms after which it has gone unless its user comes back, 0 for at once, 4 member. While other connections are the
-- same member, there is only one less of them.
if redis.call('HEXISTS', KEYS[6], ARGV[4]) == 1 then
  if redis.call('HINCRBY', KEYS[6], ARGV[4], -1) < 1 then
    redis.call('HDEL', KEYS[6], ARGV[4])
  end
elseif ARGV[3] == '0' then
  go(ARGV[4])
elseif redis.call('ZADD', KEYS[1], 'XX', 'CH', now + ARGV[3], ARGV[4]) == 1 then
  redis.call('ZADD', KEYS[4], 0, ARGV[4])
  last()
end
tell('leave', gone)
return 1
