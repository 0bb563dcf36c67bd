-- ARGV: 3 member. The device it is of takes its own place again, whether that is away or its last connection has not been
-- missed yet; who comes without a device takes the place of one of the same user that is away. Nobody is told of either.
-- Returns: the member that is there now.
local user = user_of(ARGV[3])
local device = device_of(ARGV[3])
local back
if device then
  back = redis.call('ZRANGEBYLEX', KEYS[2], '[' .. device .. '~', '(' .. device .. '\127', 'LIMIT', 0, 1)[1]
else
  for _, away in ipairs(redis.call('ZRANGEBYLEX', KEYS[4], '[' .. user .. '.', '(' .. user .. '/')) do
    if not device_of(away) then
      back = away
      break
    end
  end
end
tell('leave', gone)
if back then
  if redis.call('ZREM', KEYS[4], back) == 0 then
    redis.call('HINCRBY', KEYS[6], back, 1)
  end
  stay(back)
elseif stay(ARGV[3]) then
  tell('join', {ARGV[3]})
end
last()
return back or ARGV[3]
