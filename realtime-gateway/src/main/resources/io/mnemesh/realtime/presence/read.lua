-- ARGV: 3 most members wanted, 4 the member before the first one wanted, empty for none
-- Returns: connections, users, members by name.
tell('leave', gone)
local first = '-'
if ARGV[4] ~= '' then
  first = '(' .. ARGV[4]
end
local members = {}
if ARGV[3] ~= '0' then
  members = redis.call('ZRANGEBYLEX', KEYS[2], first, '+', 'LIMIT', 0, ARGV[3])
end
return {redis.call('ZCARD', KEYS[1]), redis.call('HLEN', KEYS[3]), members}
