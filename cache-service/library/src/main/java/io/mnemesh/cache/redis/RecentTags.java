package io.mnemesh.cache.redis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tags that were invalidated in one shard since this process follows it: digest → offset of the latest invalidation. It is
 * bounded; what is dropped raises the offset from which on it is complete. Not safe for concurrent use.
 */
final class RecentTags {

    /** What it says of an entry that was read at some offset. */
    enum Verdict {
        /** None of its tags was invalidated after that. */
        CURRENT,
        /** One was. */
        OLD,
        /** It is from before this process can tell. */
        UNKNOWN
    }

    private final int most;
    private final Map<String, Long> offsets = new LinkedHashMap<>();
    private long completeFrom = Long.MAX_VALUE;

    RecentTags(int most) {
        this.most = most;
    }

    /** What was before is not known any more. */
    void begin(long offset) {
        offsets.clear();
        completeFrom = offset;
    }

    void changed(String digest, long offset) {
        Long known = offsets.remove(digest);
        offsets.put(digest, known == null ? offset : Math.max(known, offset));
        if (offsets.size() > most) {
            var oldest = offsets.entrySet().iterator();
            completeFrom = Math.max(completeFrom, oldest.next().getValue());
            oldest.remove();
        }
    }

    /** @param offset everything up to it had happened when the entry was read */
    Verdict judge(List<String> digests, long offset) {
        for (String digest : digests) {
            Long changedAt = offsets.get(digest);
            if (changedAt != null && changedAt > offset) {
                return Verdict.OLD;
            }
        }
        return offset >= completeFrom ? Verdict.CURRENT : Verdict.UNKNOWN;
    }
}
