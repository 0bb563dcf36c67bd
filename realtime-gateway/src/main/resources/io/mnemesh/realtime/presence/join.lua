-- ARGV: 3 member. One that is away of the same user comes back in its place, and nobody is told.
-- Returns: the member that is there now.
local user = user_of(ARGV[3])
local back = redis.call('ZRANGEBYLEX', KEYS[4], '[' .. user .. '.', '(' .. user .. '/', 'LIMIT', 0, 1)[1]
tell('leave', gone)
if back then
  redis.call('ZREM', KEYS[4], back)
  stay(back)
elseif stay(ARGV[3]) then
  tell('join', {ARGV[3]})
end
last()
return back or ARGV[3]
