package io.mnemesh.intelligence.errors;

import io.mnemesh.intelligence.errors.mining.Signature;
import io.mnemesh.intelligence.errors.mining.TemplateMiner;
import io.mnemesh.intelligence.errors.persistence.MinerStore.Learnt;
import java.util.List;
import java.util.UUID;

/**
 * A tenant's miner in memory: what this instance has read of the signatures in the database. It only ever learns
 * what it reads there, so a transaction that fails leaves no trace in it. Safe for use by several threads.
 */
final class MinerReplica {

    private final long epoch;
    private final TemplateMiner<UUID> miner = new TemplateMiner<>();
    private long version;

    /** @param epoch epoch of the signatures it will read */
    MinerReplica(long epoch) {
        this.epoch = epoch;
    }

    long epoch() {
        return epoch;
    }

    /** Version of the newest signature read. */
    synchronized long version() {
        return version;
    }

    /** Takes in signatures in the order of their versions; those it has read already change nothing. */
    synchronized void take(List<Learnt> changes) {
        long read = version;
        for (Learnt change : changes) {
            if (change.version() > read) {
                miner.learn(change.signature(), change.group());
                version = Math.max(version, change.version());
            }
        }
    }

    synchronized TemplateMiner.Decision<UUID> decide(Signature signature) {
        return miner.decide(signature);
    }
}
