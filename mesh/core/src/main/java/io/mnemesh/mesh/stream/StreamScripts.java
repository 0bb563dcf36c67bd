package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.redis.Script;

/** The atomic steps of the event transport. */
final class StreamScripts {

    /** Takes the lease if it is free or already this holder's. Keys: lease. Arguments: token, ttl ms. Answer: 1 or 0. */
    static final Script ACQUIRE = Script.of("""
            local holder = redis.call('GET', KEYS[1])
            if holder and holder ~= ARGV[1] then return 0 end
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            return 1
            """);

    /** Prolongs the lease if it is still this holder's. Keys: lease. Arguments: token, ttl ms. Answer: 1 or 0. */
    static final Script RENEW = Script.of("""
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            return 1
            """);

    /** Gives the lease back if it is still this holder's. Keys: lease. Arguments: token. Answer: 1 or 0. */
    static final Script RELEASE = Script.of("""
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
            return redis.call('DEL', KEYS[1])
            """);

    /**
     * Enters a member and lists the living ones by Redis's clock. Keys: members. Arguments: member, ttl ms. Answer: names.
     */
    static final Script HEARTBEAT = Script.of("""
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
            redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. now)
            return redis.call('ZRANGE', KEYS[1], 0, -1)
            """);

    /**
     * Delivers new entries to the holder of the lease; those of types that its group does not handle are acknowledged
     * here and not sent. Keys: lease, events, redelivery. Arguments: token, group, consumer, most entries of each stream,
     * where the reader is in the events and in the redelivery or '' where it does not know, then the types that are
     * handled. Answer: FENCED as an error, or [event entries, redelivered entries, last event id, last redelivery id, 1 if
     * there may be more].
     *
     * <p>A last id is that of the entry that was read last. If nothing was read at all, both are the streams' own, so that
     * a reader that was wrong about where it is does not ask again and again.
     */
    static final Script READ = Script.of("""
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return redis.error_reply('FENCED the lease is lost') end
            local handled = {}
            for i = 7, #ARGV do handled[ARGV[i]] = true end
            local read = redis.call('XREADGROUP', 'GROUP', ARGV[2], ARGV[3], 'COUNT', ARGV[4],
                'STREAMS', KEYS[2], KEYS[3], '>', '>')
            local got = {}
            for _, stream in ipairs(read or {}) do got[stream[1]] = stream[2] end
            local more = 0
            local function wanted(key)
              local entries, unseen = {}, {}
              for _, entry in ipairs(got[key] or {}) do
                local type
                for i = 1, #entry[2], 2 do
                  if entry[2][i] == 'ce_type' then type = entry[2][i + 1] end
                end
                if type and not handled[type] then unseen[#unseen + 1] = entry[1] else entries[#entries + 1] = entry end
              end
              for i = 1, #unseen, 1000 do
                local last = math.min(i + 999, #unseen)
                redis.call('XACK', key, ARGV[2], unpack(unseen, i, last))
                if key == KEYS[3] then redis.call('XDEL', key, unpack(unseen, i, last)) end
              end
              if got[key] and #got[key] >= tonumber(ARGV[4]) then more = 1 end
              return entries
            end
            local function last(key, known)
              if got[key] then return got[key][#got[key]][1] end
              if read and known ~= '' then return known end
              local info = redis.call('XINFO', 'STREAM', key)
              for i = 1, #info, 2 do
                if info[i] == 'last-generated-id' then return info[i + 1] end
              end
            end
            return {wanted(KEYS[2]), wanted(KEYS[3]), last(KEYS[2], ARGV[5]), last(KEYS[3], ARGV[6]), more}
            """);

    /**
     * Moves delivered but unacknowledged entries of whichever consumer to the holder of the lease, one page. Keys: lease,
     * stream. Arguments: token, group, consumer, start id, count. Answer: FENCED, or as XAUTOCLAIM.
     */
    static final Script CLAIM = Script.of("""
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then return redis.error_reply('FENCED the lease is lost') end
            return redis.call('XAUTOCLAIM', KEYS[2], ARGV[2], ARGV[3], 0, ARGV[4], 'COUNT', ARGV[5])
            """);

    /**
     * Sets an entry aside, once: acknowledges it and adds it with the error to the dead letters. Keys: stream, dead
     * letters. Arguments: group, entry id, 1 if the entry is to be removed, then the fields that tell of the error.
     * Answer: 1, or 0 if it was already acknowledged.
     */
    static final Script BURY = Script.of("""
            if redis.call('XACK', KEYS[1], ARGV[1], ARGV[2]) == 0 then return 0 end
            local letter = {}
            for i = 4, #ARGV do letter[#letter + 1] = ARGV[i] end
            local entry = redis.call('XRANGE', KEYS[1], ARGV[2], ARGV[2])[1]
            if entry then
              for _, field in ipairs(entry[2]) do letter[#letter + 1] = field end
            end
            redis.call('XADD', KEYS[2], '*', unpack(letter))
            if ARGV[3] == '1' then redis.call('XDEL', KEYS[1], ARGV[2]) end
            return 1
            """);

    /**
     * Puts a dead letter back for its group, without the fields that tell of the error. Keys: dead letters, redelivery.
     * Arguments: letter id, prefix of those fields. Answer: 1, or 0 if there is no such letter.
     */
    static final Script REVIVE = Script.of("""
            local letter = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])[1]
            if not letter then return 0 end
            local entry = {}
            for i = 1, #letter[2], 2 do
              if string.sub(letter[2][i], 1, #ARGV[2]) ~= ARGV[2] then
                entry[#entry + 1] = letter[2][i]
                entry[#entry + 1] = letter[2][i + 1]
              end
            end
            if #entry > 0 then redis.call('XADD', KEYS[2], '*', unpack(entry)) end
            redis.call('XDEL', KEYS[1], ARGV[1])
            return 1
            """);

    /**
     * Reads entries after a cursor and says whether entries between the cursor and the oldest retained one are gone.
     * Keys: events, trimmed. Arguments: cursor id, count, 1 to count what is left behind them. Answer: [gap 0 or 1,
     * entries, last id, entries left, at most 100000].
     */
    static final Script FOLLOW = Script.of("""
            local function less(a, b)
              local am, as = string.match(a, '^(%d+)-(%d+)$')
              local bm, bs = string.match(b, '^(%d+)-(%d+)$')
              am, as, bm, bs = tonumber(am), tonumber(as), tonumber(bm), tonumber(bs)
              return am < bm or (am == bm and as < bs)
            end
            local cursor = ARGV[1]
            local trimmed = redis.call('GET', KEYS[2])
            if redis.call('EXISTS', KEYS[1]) == 0 then
              local gap = cursor ~= '0-0' and 1 or 0
              return {gap, {}, '0-0', 0}
            end
            local info = {}
            local flat = redis.call('XINFO', 'STREAM', KEYS[1])
            for i = 1, #flat, 2 do info[flat[i]] = flat[i + 1] end
            local last = info['last-generated-id']
            local gap = 0
            if less(last, cursor) then
              gap = 1
            elseif trimmed and less(cursor, trimmed) then
              gap = 1
            elseif info['entries-added'] > info['length'] and trimmed ~= cursor then
              local first = info['first-entry'] and info['first-entry'][1] or last
              if less(cursor, first) then gap = 1 end
            end
            if gap == 1 then return {1, {}, last, 0} end
            local entries = redis.call('XRANGE', KEYS[1], '(' .. cursor, '+', 'COUNT', ARGV[2])
            local left = 0
            if ARGV[3] == '1' and #entries > 0 then
              left = #redis.call('XRANGE', KEYS[1], '(' .. entries[#entries][1], '+', 'COUNT', 100000)
            end
            return {0, entries, last, left}
            """);

    /**
     * Removes the oldest entries that are outside the retention and read and acknowledged by every group. Keys: events,
     * trimmed. Arguments: retention ms, entries to keep, most entries to remove. Answer: entries removed.
     */
    static final Script TRIM = Script.of("""
            if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
            local function parts(id)
              local ms, seq = string.match(id, '^(%d+)-(%d+)$')
              return tonumber(ms), tonumber(seq)
            end
            local function less(a, b)
              local am, as = parts(a)
              local bm, bs = parts(b)
              return am < bm or (am == bm and as < bs)
            end
            local budget = redis.call('XLEN', KEYS[1]) - tonumber(ARGV[2])
            if budget <= 0 then return 0 end
            if budget > tonumber(ARGV[3]) then budget = tonumber(ARGV[3]) end
            local time = redis.call('TIME')
            local keep = string.format('%.0f-0', math.max(0, time[1] * 1000 + math.floor(time[2] / 1000) - ARGV[1]))
            for _, flat in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
              local group = {}
              for i = 1, #flat, 2 do group[flat[i]] = flat[i + 1] end
              local ms, seq = parts(group['last-delivered-id'])
              local unread = string.format('%.0f-%.0f', ms, seq + 1)
              if less(unread, keep) then keep = unread end
              local pending = redis.call('XPENDING', KEYS[1], group['name'])
              if pending[1] > 0 and less(pending[2], keep) then keep = pending[2] end
            end
            local old = redis.call('XRANGE', KEYS[1], '-', '(' .. keep, 'COUNT', budget)
            if #old == 0 then return 0 end
            local newest = old[#old][1]
            local ms, seq = parts(newest)
            redis.call('XTRIM', KEYS[1], 'MINID', string.format('%.0f-%.0f', ms, seq + 1))
            redis.call('SET', KEYS[2], newest)
            return #old
            """);

    /**
     * State of a partition for one group. Keys: events, dead letters, redelivery. Arguments: group. Answer: [unread,
     * pending, oldest id that is unread or pending or '', dead letters, redeliveries, Redis time ms].
     */
    static final Script INSPECT = Script.of("""
            local time = redis.call('TIME')
            local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
            local letters = redis.call('XLEN', KEYS[2])
            local again = redis.call('XLEN', KEYS[3])
            if redis.call('EXISTS', KEYS[1]) == 0 then return {0, 0, '', letters, again, now} end
            for _, flat in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
              local group = {}
              for i = 1, #flat, 2 do group[flat[i]] = flat[i + 1] end
              if group['name'] == ARGV[1] then
                local delivered = group['last-delivered-id']
                local lag = group['lag']
                if type(lag) ~= 'number' then
                  lag = #redis.call('XRANGE', KEYS[1], '(' .. delivered, '+', 'COUNT', 100000)
                end
                local oldest = ''
                if group['pending'] > 0 then
                  oldest = redis.call('XPENDING', KEYS[1], ARGV[1])[2]
                elseif lag > 0 then
                  local next = redis.call('XRANGE', KEYS[1], '(' .. delivered, '+', 'COUNT', 1)[1]
                  if next then oldest = next[1] end
                end
                return {lag, group['pending'], oldest, letters, again, now}
              end
            end
            return {redis.call('XLEN', KEYS[1]), 0, '', letters, again, now}
            """);

    private StreamScripts() {}
}
