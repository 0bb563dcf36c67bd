package io.mnemesh.cache.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Compressed values: 4 bytes length of the value, big-endian, then a raw DEFLATE stream (RFC 1951) at its fastest level. A
 * value is packed only if that takes off an eighth at least; of a long one the beginning is tried first, so that an image or
 * a packed file costs little.
 */
public final class Packing {

    private static final int PREFIX = Integer.BYTES;

    /** What is tried of a long value first. */
    private static final int PROBE = 4096;

    /** Longer values are tried first. */
    private static final int LONG = 4 * PROBE;

    /** DEFLATE makes no more than 1032 bytes of one; a greater promise is not kept. */
    private static final int MOST_PER_BYTE = 1032;

    private Packing() {}

    /** The packed value; null if it is not worth it. */
    public static byte @Nullable [] pack(byte[] value) {
        var deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            if (value.length > LONG && deflate(deflater, value, PROBE, new byte[worthwhile(PROBE)], 0) < 0) {
                return null;
            }
            deflater.reset();
            var packed = new byte[Math.max(PREFIX, worthwhile(value.length))];
            int length = deflate(deflater, value, value.length, packed, PREFIX);
            if (length < 0) {
                return null;
            }
            ByteBuffer.wrap(packed).putInt(value.length);
            return Arrays.copyOf(packed, PREFIX + length);
        } finally {
            deflater.end();
        }
    }

    private static int worthwhile(int length) {
        return length - length / 8;
    }

    /** @return bytes written, or -1 if there is no room for them */
    private static int deflate(Deflater deflater, byte[] value, int length, byte[] into, int offset) {
        deflater.setInput(value, 0, length);
        deflater.finish();
        int written = deflater.deflate(into, offset, into.length - offset);
        return deflater.finished() ? written : -1;
    }

    /**
     * The value; null if the bytes are no packed value, or one of more than {@code limit} bytes. Never takes more memory than
     * {@code limit}, whatever the bytes promise.
     */
    public static byte @Nullable [] unpack(byte[] packed, int limit) {
        if (packed.length <= PREFIX) {
            return null;
        }
        int length = ByteBuffer.wrap(packed).getInt();
        int deflated = packed.length - PREFIX;
        if (length < 0 || length > limit || length > (long) deflated * MOST_PER_BYTE) {
            return null;
        }
        var value = new byte[length];
        var inflater = new Inflater(true);
        try {
            inflater.setInput(packed, PREFIX, deflated);
            boolean whole = inflater.inflate(value) == length && ended(inflater) && inflater.getRemaining() == 0;
            return whole ? value : null;
        } catch (DataFormatException e) {
            return null;
        } finally {
            inflater.end();
        }
    }

    /** Whether nothing follows; the end of the stream may not have been read with its last byte. */
    private static boolean ended(Inflater inflater) throws DataFormatException {
        return inflater.finished() || (inflater.inflate(new byte[1]) == 0 && inflater.finished());
    }
}
