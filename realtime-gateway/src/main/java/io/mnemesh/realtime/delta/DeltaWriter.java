package io.mnemesh.realtime.delta;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the pieces of one difference, in order. */
final class DeltaWriter {

    private static final byte[] DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGIT_BITS = 6;
    private static final int MOST_DIGITS = 6;

    private final byte[] target;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);

    DeltaWriter(byte[] target) {
        this.target = target;
        number(target.length);
        out.write('\n');
    }

    /** A piece of the source; none if it is empty. */
    void copy(int from, int length) {
        if (length > 0) {
            number(length);
            out.write('@');
            number(from);
            out.write(',');
        }
    }

    /** The target's own bytes between two places; none if there are none. */
    void insert(int from, int to) {
        if (to > from) {
            number(to - from);
            out.write(':');
            out.write(target, from, to - from);
        }
    }

    byte[] finish() {
        number(checksum());
        out.write(';');
        return out.toByteArray();
    }

    /** The sum of the target as words of 32 bits, big end first, the last one filled up with zeroes. */
    private int checksum() {
        int sum = 0;
        for (int i = 0; i < target.length; i++) {
            sum += (target[i] & 0xFF) << (24 - 8 * (i % 4));
        }
        return sum;
    }

    /** An unsigned number in base 64, the most significant digit first. */
    private void number(int value) {
        int digits = 1;
        while (digits < MOST_DIGITS && value >>> (digits * DIGIT_BITS) != 0) {
            digits++;
        }
        for (int i = digits - 1; i >= 0; i--) {
            out.write(DIGITS[(value >>> (i * DIGIT_BITS)) & 0x3F]);
        }
    }
}
