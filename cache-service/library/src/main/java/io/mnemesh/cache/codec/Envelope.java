package io.mnemesh.cache.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * Wire form of an entry in the shared tiers, big-endian: {@code 'M' 'C'}, format version, flags, 8 bytes fingerprint of
 * the serializer, 8 bytes creation and 8 bytes expiry in milliseconds, the value, 4 bytes CRC-32C over the address and
 * everything before. The checksum covers the address, so an entry that is found under another key does not open.
 */
public final class Envelope {

    private static final byte VERSION = 1;
    private static final byte ABSENT = 1;
    private static final int HEADER = 28;
    private static final int TRAILER = 4;

    private final long fingerprint;

    /** @param fingerprint of the serializer; entries of another one do not open */
    public Envelope(String fingerprint) {
        this.fingerprint = EntryKey.fingerprint(fingerprint);
    }

    public byte[] seal(EntryKey address, byte[] value, Instant createdAt, Instant expiresAt) {
        return seal(address, value, createdAt, expiresAt, (byte) 0);
    }

    /** Says that there is no value. */
    public byte[] sealAbsent(EntryKey address, Instant createdAt, Instant expiresAt) {
        return seal(address, new byte[0], createdAt, expiresAt, ABSENT);
    }

    private byte[] seal(EntryKey address, byte[] value, Instant createdAt, Instant expiresAt, byte flags) {
        var bytes = ByteBuffer.allocate(HEADER + value.length + TRAILER)
                .put((byte) 'M')
                .put((byte) 'C')
                .put(VERSION)
                .put(flags)
                .putLong(fingerprint)
                .putLong(createdAt.toEpochMilli())
                .putLong(expiresAt.toEpochMilli())
                .put(value);
        return bytes.putInt(checksum(address, bytes.array())).array();
    }

    public Opened open(EntryKey address, byte[] sealed) {
        if (sealed.length < HEADER + TRAILER) {
            return new Opened.Damaged("short");
        }
        var bytes = ByteBuffer.wrap(sealed);
        if (bytes.get() != 'M' || bytes.get() != 'C' || bytes.get() != VERSION) {
            return new Opened.Damaged("format");
        }
        if (bytes.getInt(sealed.length - TRAILER) != checksum(address, sealed)) {
            return new Opened.Damaged("checksum");
        }
        byte flags = bytes.get();
        if (bytes.getLong() != fingerprint) {
            return new Opened.Damaged("type");
        }
        var createdAt = Instant.ofEpochMilli(bytes.getLong());
        var expiresAt = Instant.ofEpochMilli(bytes.getLong());
        if ((flags & ABSENT) != 0) {
            return new Opened.Absent(createdAt, expiresAt);
        }
        var value = new byte[sealed.length - HEADER - TRAILER];
        bytes.get(value);
        return new Opened.Value(value, createdAt, expiresAt);
    }

    private static int checksum(EntryKey address, byte[] sealed) {
        var crc = new CRC32C();
        crc.update(address.digest().getBytes(StandardCharsets.US_ASCII));
        crc.update(sealed, 0, sealed.length - TRAILER);
        return (int) crc.getValue();
    }

    /** What was in an envelope. */
    public sealed interface Opened {

        record Value(byte[] bytes, Instant createdAt, Instant expiresAt) implements Opened {}

        record Absent(Instant createdAt, Instant expiresAt) implements Opened {}

        /** Not to be read: another format, another type, other bytes than were written, or written for another key. */
        record Damaged(String reason) implements Opened {}
    }
}
