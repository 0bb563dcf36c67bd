package io.mnemesh.realtime.centrifuge;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes one protobuf message, field by field. Numbers that are 0, flags that are false and texts that are empty are left
 * out, as proto3 has it. All numbers are unsigned.
 */
final class ProtobufWriter {

    private static final int VARINT = 0;
    private static final int LENGTH = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);

    /** Bytes that a field with {@code length} bytes in it takes, tag and length included. */
    static int sizeOf(int field, int length) {
        return varintSize(tag(field, LENGTH)) + varintSize(length) + length;
    }

    ProtobufWriter number(int field, long value) {
        return value == 0 ? this : varint(tag(field, VARINT)).varint(value);
    }

    ProtobufWriter flag(int field, boolean value) {
        return number(field, value ? 1 : 0);
    }

    ProtobufWriter text(int field, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return bytes.length == 0 ? this : open(field, bytes.length).raw(bytes);
    }

    /** A message in this one, also if nothing is in it. */
    ProtobufWriter message(int field, ProtobufWriter message) {
        byte[] bytes = message.toBytes();
        return open(field, bytes.length).raw(bytes);
    }

    /** Begins a field whose bytes come next. */
    ProtobufWriter open(int field, int length) {
        return varint(tag(field, LENGTH)).varint(length);
    }

    ProtobufWriter varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    /** Bytes as they are. */
    ProtobufWriter raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    /** The message behind its length. */
    byte[] delimited() {
        return new ProtobufWriter().varint(out.size()).raw(toBytes()).toBytes();
    }

    private static int tag(int field, int type) {
        return (field << 3) | type;
    }

    private static int varintSize(long varint) {
        return varint == 0 ? 1 : (Long.SIZE - Long.numberOfLeadingZeros(varint) + 6) / 7;
    }
}
