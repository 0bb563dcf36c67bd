-- ARGV: 3… members that are still there. One that had gone, because nobody said so in time, joins.
-- Returns: ms until the next one ends; -1 if there is none.
local come = {}
for i = 3, #ARGV do
  if stay(ARGV[i]) then
    come[#come + 1] = ARGV[i]
  end
end
tell('leave', gone)
tell('join', come)
if #ARGV > 2 then
  last()
end
local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return first[2] and math.max(0, first[2] - now) or -1
