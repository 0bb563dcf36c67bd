package io.mnemesh.cache.core;

import io.mnemesh.cache.CacheSerializer;
import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.Tier;
import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.codec.Envelope;
import io.mnemesh.cache.codec.Packing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values to envelopes and back. */
final class Codec<V> {

    private final CacheSerializer<V> serializer;
    private final Envelope envelope;
    /** How long after its end a value may still be of use. */
    private final Duration keepsStale;
    /** A packed value that is greater does not open. */
    private final int maxValueBytes;

    private final CacheCounters counters;

    Codec(CacheSpec<V> spec, CacheCounters counters) {
        this.serializer = spec.serializer();
        this.envelope = new Envelope(serializer.fingerprint());
        this.keepsStale = spec.freshness().keepsStale();
        this.maxValueBytes = spec.maxValueBytes();
        this.counters = counters;
    }

    byte[] serialize(V value) {
        return serializer.serialize(value);
    }

    int weight(V value, int serializedBytes) {
        return serializer.localBytes(value, serializedBytes);
    }

    /** @param serialized null: there is no value */
    byte[] seal(
            EntryKey address, byte @Nullable [] serialized, List<String> tags, Instant createdAt, Instant expiresAt) {
        if (serialized == null) {
            return envelope.sealAbsent(address, tags, createdAt, expiresAt);
        }
        byte[] packed = serialized.length < serializer.compressFrom() ? null : Packing.pack(serialized);
        if (packed == null) {
            return envelope.seal(address, serialized, tags, createdAt, expiresAt);
        }
        counters.packed(serialized.length, packed.length);
        return envelope.sealPacked(address, packed, tags, createdAt, expiresAt);
    }

    Read<V> open(EntryKey address, byte[] sealed, Tier tier, Instant now) {
        return switch (envelope.open(address, sealed)) {
            case Envelope.Opened.Damaged damaged -> new Read.Damaged<>();
            case Envelope.Opened.Absent absent ->
                absent.expiresAt().isAfter(now)
                        ? new Read.Hit<>(
                                new Held<>(null, tier, 0, absent.createdAt(), absent.expiresAt(), absent.tags()))
                        : new Read.Expired<>();
            case Envelope.Opened.Value value ->
                value.expiresAt().plus(keepsStale).isAfter(now) ? value(value, tier, now) : new Read.Expired<>();
        };
    }

    private Read<V> value(Envelope.Opened.Value sealed, Tier tier, Instant now) {
        byte[] serialized = sealed.packed() ? Packing.unpack(sealed.bytes(), maxValueBytes) : sealed.bytes();
        if (serialized == null) {
            return new Read.Damaged<>();
        }
        V value;
        try {
            value = serializer.deserialize(serialized);
        } catch (RuntimeException e) {
            return new Read.Damaged<>();
        }
        int bytes = weight(value, serialized.length);
        var held = new Held<>(value, tier, bytes, sealed.createdAt(), sealed.expiresAt(), sealed.tags());
        return sealed.expiresAt().isAfter(now) ? new Read.Hit<>(held) : new Read.Stale<>(held);
    }

    /** What reading an envelope came to. */
    sealed interface Read<V> {
        record Hit<V>(Held<V> held) implements Read<V> {}

        /** It has ended, and may still be of use. */
        record Stale<V>(Held<V> held) implements Read<V> {}

        record Expired<V>() implements Read<V> {}

        record Damaged<V>() implements Read<V> {}
    }
}
