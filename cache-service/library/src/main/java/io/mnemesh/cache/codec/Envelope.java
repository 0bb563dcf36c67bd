package io.mnemesh.cache.codec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Wire form of an entry in the shared tiers, big-endian: {@code 'M' 'C'}, format version, flags, 8 bytes fingerprint of
 * the serializer, 8 bytes creation and 8 bytes expiry in milliseconds, the tags if the version says so, the value, 4 bytes
 * CRC-32C over the address and everything before. The checksum covers the address, so an entry that is found under another
 * key does not open.
 *
 * <p>Version 1 holds a value as it is, or that there is none. Version 2 says the same of an entry with tags, or holds a
 * value that is {@link Packing packed}. Version 3 holds a packed value without tags; it has a version of its own so that who
 * knows only the first does not take packed bytes for a value.
 */
public final class Envelope {

    private static final byte PLAIN = 1;
    private static final byte TAGGED = 2;
    private static final byte COMPRESSED = 3;
    private static final byte ABSENT = 1;
    private static final byte PACKED = 2;
    private static final int VERSION_AT = 2;
    private static final int HEADER = 28;
    private static final int TRAILER = 4;

    private final long fingerprint;

    /** @param fingerprint of the serializer; entries of another one do not open */
    public Envelope(String fingerprint) {
        this.fingerprint = EntryKey.fingerprint(fingerprint);
    }

    public byte[] seal(EntryKey address, byte[] value, List<String> tags, Instant createdAt, Instant expiresAt) {
        return seal(address, value, tags, createdAt, expiresAt, PLAIN, (byte) 0);
    }

    /** @param packed the value as {@link Packing#pack} gave it */
    public byte[] sealPacked(EntryKey address, byte[] packed, List<String> tags, Instant createdAt, Instant expiresAt) {
        return seal(address, packed, tags, createdAt, expiresAt, COMPRESSED, PACKED);
    }

    /** Says that there is no value. */
    public byte[] sealAbsent(EntryKey address, List<String> tags, Instant createdAt, Instant expiresAt) {
        return seal(address, new byte[0], tags, createdAt, expiresAt, PLAIN, ABSENT);
    }

    /** @param untagged version of an entry that has no tags */
    private byte[] seal(
            EntryKey address,
            byte[] value,
            List<String> tags,
            Instant createdAt,
            Instant expiresAt,
            byte untagged,
            byte flags) {
        byte[] block = tags.isEmpty() ? new byte[0] : TagBlock.of(tags);
        var bytes = ByteBuffer.allocate(HEADER + block.length + value.length + TRAILER)
                .put((byte) 'M')
                .put((byte) 'C')
                .put(tags.isEmpty() ? untagged : TAGGED)
                .put(flags)
                .putLong(fingerprint)
                .putLong(createdAt.toEpochMilli())
                .putLong(expiresAt.toEpochMilli())
                .put(block)
                .put(value);
        return bytes.putInt(checksum(address, bytes.array())).array();
    }

    /** The tags it says it has, before anything of it is checked; none if it cannot be read. */
    public static List<String> tags(byte[] sealed) {
        if (sealed.length <= HEADER || sealed[VERSION_AT] != TAGGED) {
            return List.of();
        }
        try {
            return TagBlock.read(ByteBuffer.wrap(sealed, HEADER, sealed.length - HEADER));
        } catch (BufferUnderflowException e) {
            return List.of();
        }
    }

    public Opened open(EntryKey address, byte[] sealed) {
        if (sealed.length < HEADER + TRAILER) {
            return new Opened.Damaged("short");
        }
        var bytes = ByteBuffer.wrap(sealed);
        if (bytes.get() != 'M' || bytes.get() != 'C') {
            return new Opened.Damaged("format");
        }
        byte version = bytes.get();
        byte flags = bytes.get();
        if (!known(version, flags)) {
            return new Opened.Damaged("format");
        }
        if (bytes.getInt(sealed.length - TRAILER) != checksum(address, sealed)) {
            return new Opened.Damaged("checksum");
        }
        if (bytes.getLong() != fingerprint) {
            return new Opened.Damaged("type");
        }
        var createdAt = Instant.ofEpochMilli(bytes.getLong());
        var expiresAt = Instant.ofEpochMilli(bytes.getLong());
        bytes.limit(sealed.length - TRAILER);
        List<String> tags;
        try {
            tags = version == TAGGED ? TagBlock.read(bytes) : List.of();
        } catch (BufferUnderflowException e) {
            return new Opened.Damaged("format");
        }
        if (flags == ABSENT) {
            return new Opened.Absent(tags, createdAt, expiresAt);
        }
        var value = new byte[bytes.remaining()];
        bytes.get(value);
        return new Opened.Value(value, flags == PACKED, tags, createdAt, expiresAt);
    }

    private static boolean known(byte version, byte flags) {
        return switch (version) {
            case PLAIN -> flags == 0 || flags == ABSENT;
            case TAGGED -> flags == 0 || flags == ABSENT || flags == PACKED;
            case COMPRESSED -> flags == PACKED;
            default -> false;
        };
    }

    private static int checksum(EntryKey address, byte[] sealed) {
        var crc = new CRC32C();
        crc.update(address.digest().getBytes(StandardCharsets.US_ASCII));
        crc.update(sealed, 0, sealed.length - TRAILER);
        return (int) crc.getValue();
    }

    /** What was in an envelope. */
    public sealed interface Opened {

        /** @param packed whether the value is to be unpacked by {@link Packing#unpack} */
        record Value(byte[] bytes, boolean packed, List<String> tags, Instant createdAt, Instant expiresAt)
                implements Opened {}

        record Absent(List<String> tags, Instant createdAt, Instant expiresAt) implements Opened {}

        /** Not to be read: another format, another type, other bytes than were written, or written for another key. */
        record Damaged(String reason) implements Opened {}
    }
}
