-- Ends an epoch in which messages were lost. What is left of its log goes, so that nobody reads on across the loss.
-- The first caller decides.
-- KEYS: 1 meta hash, 2 log stream. ARGV: 1 the epoch that is over, 2 the new one.
if redis.call('HGET', KEYS[1], 'e') == ARGV[1] then
  redis.call('HSET', KEYS[1], 'e', ARGV[2])
  redis.call('DEL', KEYS[2])
  return 1
end
return 0
