package io.mnemesh.cache.redis;

import io.mnemesh.mesh.redis.Script;

/**
 * The Lua scripts of a shard. They share their first keys: {@code head} (hash: run, epoch, offset, floor, fence), {@code
 * dead} (sorted set: digest of a changed key → offset of its last change), {@code log} (stream of changes, entry id =
 * offset), {@code owed} (hash: digest → address of what PostgreSQL could not be told of) and {@code tags} (sorted set:
 * digest of an invalidated tag → offset of its last invalidation).
 *
 * <p>An epoch ends when Redis restarts, fails over or loses any of these keys: then changes may have been lost, so no
 * token, entry or cursor of an older epoch counts any more. Its number is the offset it began at, in microseconds since
 * 1970 at first, and grows always.
 *
 * <p>A token is the epoch and an offset that was reached before a value was read. It stores the value only if the key
 * was not changed after it. {@code dead} is bounded: what is dropped from it raises {@code floor}, and tokens below the
 * floor store nothing.
 *
 * <p>An entry keeps the offset of its token. It is old if one of its tags was invalidated after that, and so is, without
 * looking, every one with tags from before {@code forgotten}, the offset of the last tag that {@code tags} had no room for.
 */
enum Scripts {
    /** Returns epoch, offset, number of owed keys. ARGV: 1 to begin a new epoch. */
    PULSE(true, """
            local epoch, offset = state(ARGV[1] == '1')
            return {fmt(epoch), fmt(offset), redis.call('HLEN', KEYS[4])}
            """),

    /**
     * Looks again, and takes the leases of keys that are not there. KEYS: per key entry and lease. ARGV: lease in
     * milliseconds (0: none), per key digest and the fence of an entry that does not count, 0 for none. Returns epoch,
     * offset, per key {@code {0, entry}}, {@code {1, fence, owed}} or {@code {2, fence of the holder, owed}}; owed is 1 if
     * the key is, 2 if something else is, 0 if nothing is.
     */
    BEGIN(true, """
            local epoch, offset = state(false)
            local out = {fmt(epoch), fmt(offset)}
            local others = redis.call('HLEN', KEYS[4]) > 0 and 2 or 0
            for i = 1, (#ARGV - 1) / 2 do
              local entry, lease = KEYS[4 + 2 * i], KEYS[5 + 2 * i]
              local digest, known = ARGV[2 * i], ARGV[2 * i + 1]
              local value = redis.call('GET', entry)
              if value and (#value < 24 or select(2, struct.unpack('>I8I8', value)) ~= epoch) then
                redis.call('DEL', entry)
                value = false
              end
              if value and known ~= '0' and fmt(struct.unpack('>I8', value)) == known then
                value = false
              end
              local owed = redis.call('HEXISTS', KEYS[4], digest) == 1 and 1 or others
              if value then
                out[i + 2] = {0, value}
              elseif ARGV[1] == '0' then
                out[i + 2] = {1, '0', owed}
              else
                local holder = redis.call('GET', lease)
                if holder then
                  out[i + 2] = {2, holder, owed}
                else
                  local fence = fmt(redis.call('HINCRBY', KEYS[1], 'fence', 1))
                  redis.call('SET', lease, fence, 'PX', ARGV[1])
                  out[i + 2] = {1, fence, owed}
                end
              end
            end
            return out
            """),

    /**
     * Stores loaded values. KEYS: per key entry and lease. ARGV: epoch, offset, per key digest, fence, milliseconds to
     * live, value. Returns per key 1 stored, 0 changed since the token, 2 overtaken by a later holder.
     */
    STORE(false, """
            local epoch, offset, floor = state(false)
            local token = tonumber(ARGV[2])
            local out = {}
            for i = 1, (#ARGV - 2) / 4 do
              local entry, lease = KEYS[4 + 2 * i], KEYS[5 + 2 * i]
              local digest, fence, ttl, value = unpack(ARGV, 4 * i - 1, 4 * i + 2)
              local holder = redis.call('GET', lease)
              local changed = redis.call('ZSCORE', KEYS[2], digest)
              local current = redis.call('GETRANGE', entry, 0, 15)
              local mine = tonumber(fence)
              if fmt(epoch) ~= ARGV[1] or token < floor or (changed and tonumber(changed) > token) then
                out[i] = 0
              elseif holder and tonumber(holder) > mine then
                out[i] = 2
              elseif #current == 16 and is_later(current, epoch, mine) then
                out[i] = 2
              else
                redis.call('SET', entry, struct.pack('>I8I8I8', mine, epoch, token) .. value, 'PX', ttl)
                out[i] = 1
              end
              if holder == fence then
                redis.call('DEL', lease)
              end
            end
            return out
            """),

    /** {@link #CHANGE} with values to keep. */
    REPLACE(false, Lua.CHANGE),

    /**
     * Announces changes of keys and tags. KEYS: per key entry and lease. ARGV: epoch, offset, origin, longest log, most dead,
     * most tags, 1 if values are kept only where nobody else changed the key since the token, then per key digest, cache,
     * tenant, key, 1 if PostgreSQL is owed, milliseconds to live, value or nothing. Returns epoch, offset, per key 1 if the
     * value was kept. A value that is put counts as read now.
     */
    CHANGE(true, Lua.CHANGE),

    /** Prolongs (ARGV 2 &gt; 0, milliseconds) or gives up the lease with the fence of ARGV 1. */
    LEASE(true, """
            for i = 6, #KEYS do
              if redis.call('GET', KEYS[i]) == ARGV[i - 4] then
                if ARGV[1] == '0' then redis.call('DEL', KEYS[i]) else redis.call('PEXPIRE', KEYS[i], ARGV[1]) end
              end
            end
            return 1
            """),

    /** ARGV: digests of tags. Returns epoch, offset, the offset before which nothing is known, per tag its offset or 0. */
    TAGS(true, """
            local epoch, offset = state(false)
            local out = {fmt(epoch), fmt(offset), redis.call('HGET', KEYS[1], 'forgotten') or '0'}
            for i = 1, #ARGV do
              out[i + 3] = fmt(tonumber(redis.call('ZSCORE', KEYS[5], ARGV[i]) or '0'))
            end
            return out
            """);

    @SuppressWarnings("ImmutableEnumChecker") // it is immutable
    private final Script script;

    /** @param whenFull for those that only remove and announce: they run even when Redis has no memory left */
    Scripts(boolean whenFull, String body) {
        this.script = Script.of((whenFull ? "#!lua flags=allow-oom\n" : "") + Lua.STATE + body);
    }

    Script script() {
        return script;
    }

    private static final class Lua {
        static final String STATE = """
                local function fmt(n) return string.format('%.0f', n) end
                local function drop_oldest(key, most, floor)
                  local surplus = redis.call('ZCARD', key) - 1 - tonumber(most)
                  if surplus > 0 then
                    local dropped = redis.call('ZPOPMIN', key, surplus)
                    redis.call('HSET', KEYS[1], floor, fmt(tonumber(dropped[#dropped])))
                  end
                end
                local function is_later(current, epoch, fence)
                  local theirs, their_epoch = struct.unpack('>I8I8', current)
                  return their_epoch == epoch and theirs > fence
                end
                local function state(renew)
                  local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
                  local h = redis.call('HMGET', KEYS[1], 'run', 'epoch', 'offset', 'floor')
                  if h[1] == run and h[2] and not renew and redis.call('ZSCORE', KEYS[2], '#' .. h[2])
                    and redis.call('ZSCORE', KEYS[5], '#' .. h[2]) then
                    return tonumber(h[2]), tonumber(h[3]), tonumber(h[4])
                  end
                  local t = redis.call('TIME')
                  local base = math.max(tonumber(t[1]) * 1000000 + tonumber(t[2]), tonumber(h[3] or '0') + 1)
                  local text = fmt(base)
                  redis.call('DEL', KEYS[1], KEYS[2], KEYS[3], KEYS[5])
                  redis.call('HSET', KEYS[1], 'run', run, 'epoch', text, 'offset', text, 'floor', text, 'fence', text,
                    'forgotten', text)
                  redis.call('ZADD', KEYS[2], '+inf', '#' .. text)
                  redis.call('ZADD', KEYS[5], '+inf', '#' .. text)
                  return base, base, base
                end
                """;

        static final String CHANGE = """
                local epoch, offset, floor = state(false)
                local token = tonumber(ARGV[2])
                local out = {}
                for i = 1, (#ARGV - 7) / 7 do
                  local entry, lease = KEYS[4 + 2 * i], KEYS[5 + 2 * i]
                  local digest, cache, tenant, key, owed, ttl, value = unpack(ARGV, 7 * i + 1, 7 * i + 7)
                  local changed = redis.call('ZSCORE', KEYS[2], digest)
                  local alone = token >= floor and not (changed and tonumber(changed) > token)
                  out[i] = 0
                  offset = offset + 1
                  if #value > 0 and fmt(epoch) == ARGV[1] and (ARGV[7] == '0' or alone) then
                    local fence = redis.call('HINCRBY', KEYS[1], 'fence', 1)
                    redis.call('SET', entry, struct.pack('>I8I8I8', fence, epoch, offset) .. value, 'PX', ttl)
                    out[i] = 1
                  else
                    redis.call('DEL', entry)
                  end
                  redis.call('DEL', lease)
                  if owed == '1' then
                    redis.call('HSET', KEYS[4], digest, cache .. '\\0' .. tenant .. '\\0' .. key)
                  end
                  redis.call('HSET', KEYS[1], 'offset', fmt(offset))
                  local is_tag = string.sub(cache, -5) == '#tags'
                  redis.call('ZADD', is_tag and KEYS[5] or KEYS[2], fmt(offset), digest)
                  redis.call('XADD', KEYS[3], 'MAXLEN', '~', ARGV[4], fmt(offset) .. '-0',
                    'cache', cache, 'tenant', tenant, 'key', key, 'origin', ARGV[3])
                end
                drop_oldest(KEYS[2], ARGV[5], 'floor')
                drop_oldest(KEYS[5], ARGV[6], 'forgotten')
                return {fmt(epoch), fmt(offset), unpack(out)}
                """;

        private Lua() {}
    }
}
