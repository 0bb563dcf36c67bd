package io.mnemesh.cache.core;

import io.mnemesh.cache.CacheSerializer;
import io.mnemesh.cache.Tier;
import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.codec.Envelope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values to envelopes and back. */
final class Codec<V> {

    private final CacheSerializer<V> serializer;
    private final Envelope envelope;
    private final Duration keepsStale;

    /** @param keepsStale how long after its end a value may still be of use */
    Codec(CacheSerializer<V> serializer, Duration keepsStale) {
        this.serializer = serializer;
        this.keepsStale = keepsStale;
        this.envelope = new Envelope(serializer.fingerprint());
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
        return serialized == null
                ? envelope.sealAbsent(address, tags, createdAt, expiresAt)
                : envelope.seal(address, serialized, tags, createdAt, expiresAt);
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
        V value;
        try {
            value = serializer.deserialize(sealed.bytes());
        } catch (RuntimeException e) {
            return new Read.Damaged<>();
        }
        int bytes = weight(value, sealed.bytes().length);
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
