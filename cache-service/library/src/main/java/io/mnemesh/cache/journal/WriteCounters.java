package io.mnemesh.cache.journal;

import io.mnemesh.cache.WriteStats;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of the writes of one cache. */
public final class WriteCounters {

    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder storeWrites = new LongAdder();
    private final LongAdder storeFailures = new LongAdder();
    private final LongAdder coalesced = new LongAdder();
    private final LongAdder givenUp = new LongAdder();

    public void accepted(int writes) {
        accepted.add(writes);
    }

    public void refused(int writes) {
        refused.add(writes);
    }

    /** The store took these writes, which stand for more. */
    public void stored(int writes, long standFor) {
        storeWrites.add(writes);
        coalesced.add(standFor - writes);
    }

    public void failed(int writes) {
        storeFailures.add(writes);
    }

    void gaveUp() {
        givenUp.increment();
    }

    /** Without a journal. */
    public WriteStats snapshot() {
        return snapshot(Depth.Seen.EMPTY);
    }

    WriteStats snapshot(Depth.Seen journal) {
        return new WriteStats(
                accepted.sum(),
                refused.sum(),
                storeWrites.sum(),
                storeFailures.sum(),
                coalesced.sum(),
                givenUp.sum(),
                journal.pending(),
                journal.dead(),
                journal.oldest());
    }
}
