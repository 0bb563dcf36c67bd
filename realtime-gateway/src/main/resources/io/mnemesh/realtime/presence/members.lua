-- The members of a channel: connections of users, each until a time at which it is taken for gone. A member is a word
-- <user>.<client>, and where the client is of a known device, <user>.<device>~<connection>. Begins every script of presence; what has gone by now goes first.
-- KEYS: 1 members by the time they end, 2 members by name, 3 connections per user, 4 members that are away by name,
--       5 fan-out channel, 6 how many more connections a member is than one. All of one slot.
-- ARGV: 1 "1" if joins and leaves are told, 2 TTL ms
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local gone = {}

local function user_of(member)
  return string.match(member, '^[^.]*')
end

-- Returns: user and device of a member that is one of a device, else nil.
local function device_of(member)
  return string.match(member, '^([^.]*%.[^~]*)~')
end

-- Returns whether the member is new.
local function stay(member)
  if redis.call('ZADD', KEYS[1], now + ARGV[2], member) == 0 then
    return false
  end
  redis.call('ZADD', KEYS[2], 0, member)
  redis.call('HINCRBY', KEYS[3], user_of(member), 1)
  return true
end

local function go(member)
  if redis.call('ZREM', KEYS[1], member) == 0 then
    return
  end
  redis.call('ZREM', KEYS[2], member)
  redis.call('ZREM', KEYS[4], member)
  redis.call('HDEL', KEYS[6], member)
  local user = user_of(member)
  if redis.call('HINCRBY', KEYS[3], user, -1) < 1 then
    redis.call('HDEL', KEYS[3], user)
  end
  gone[#gone + 1] = member
end

local function tell(what, members)
  if ARGV[1] == '1' then
    for first = 1, #members, 100 do
      local last = math.min(first + 99, #members)
      redis.call('SPUBLISH', KEYS[5], '!' .. what .. ' ' .. table.concat(members, ' ', first, last))
    end
  end
end

-- Nothing of a channel outlives its members by more than the TTL.
local function last()
  for _, key in ipairs({1, 2, 3, 4, 6}) do
    redis.call('PEXPIRE', KEYS[key], ARGV[2])
  end
end

for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 10000)) do
  go(member)
end
