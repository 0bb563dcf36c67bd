package io.mnemesh.realtime.compression;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks messages of clients, each of which stands alone. However much is packed into one, no more is unpacked than tells that
 * it is too large.
 */
final class MessageInflater {

    private static final int LEAST_ROOM = 256;
    private static final int USUAL_RATIO = 4;

    /** What a sender leaves out at the end of a message (RFC 7692, section 7.2.1). */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final int limit;
    private final ThreadLocal<Inflater> inflaters = ThreadLocal.withInitial(() -> new Inflater(true));

    /** @param limit bytes of the largest message */
    MessageInflater(int limit) {
        this.limit = limit;
    }

    int limit() {
        return limit;
    }

    /**
     * Unpacks a message.
     *
     * @return at most one byte more than the limit, of one that is larger
     * @throws DataFormatException if it is not compressed as it should be
     */
    byte[] inflate(ByteBuf message) throws DataFormatException {
        int length = message.readableBytes();
        byte[] packed = new byte[length + TAIL.length];
        message.readBytes(packed, 0, length);
        System.arraycopy(TAIL, 0, packed, length, TAIL.length);
        Inflater inflater = inflaters.get();
        inflater.reset();
        inflater.setInput(packed);
        int most = limit + 1;
        byte[] plain = new byte[Math.min(most, Math.max(LEAST_ROOM, USUAL_RATIO * length))];
        int size = 0;
        while (size < most && !inflater.finished()) {
            if (size == plain.length) {
                plain = Arrays.copyOf(plain, Math.min(most, 2 * plain.length));
            }
            int more = inflater.inflate(plain, size, plain.length - size);
            size += more;
            if (more == 0 && inflater.needsInput()) {
                break;
            }
            if (more == 0) {
                throw new DataFormatException("The message cannot be unpacked.");
            }
        }
        return size == plain.length ? plain : Arrays.copyOf(plain, size);
    }
}
