package io.mnemesh.cache.core;

import io.mnemesh.cache.Tier;
import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.journal.JournalCodec;
import io.mnemesh.cache.journal.Pending;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes in the envelopes that the shared tiers have, without an end: a write counts until the store has it. */
final class SealedWrites<V> implements JournalCodec<V> {

    /** Far enough, and something the envelope can say. */
    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    private final Codec<V> codec;
    private final InstantSource clock;

    SealedWrites(Codec<V> codec, InstantSource clock) {
        this.codec = codec;
        this.clock = clock;
    }

    @Override
    public byte[] seal(EntryKey address, byte @Nullable [] serialized, List<String> tags) {
        return codec.seal(address, serialized, tags, clock.instant(), NEVER);
    }

    @Override
    public @Nullable Pending<V> open(EntryKey address, byte[] envelope) {
        return codec.open(address, envelope, Tier.POSTGRES, clock.instant()) instanceof Codec.Read.Hit<V>(Held<V> held)
                ? new Pending<>(held.value(), held.bytes(), held.createdAt(), held.tags())
                : null;
    }
}
