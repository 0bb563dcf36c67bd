-- ARGV: 3 ms after which it has gone unless its user comes back, 0 for at once, 4 member
if ARGV[3] == '0' then
  go(ARGV[4])
elseif redis.call('ZADD', KEYS[1], 'XX', 'CH', now + ARGV[3], ARGV[4]) == 1 then
  redis.call('ZADD', KEYS[4], 0, ARGV[4])
  last()
end
tell('leave', gone)
return 1
