package io.mnemesh.gateway.edge;

import io.vertx.core.buffer.Buffer;

/**
 * Follows the frames of one direction of a WebSocket by their lengths (RFC 6455, section 5.2), so that another frame can be put
 * between two of them. Payloads are skipped unread; a chunk costs a few steps for each frame in it.
 */
final class FrameEnds {

    private static final int SHORTEST_HEAD = 2;
    private static final int MASK = 4;
    private static final int LENGTH = 0x7f;
    private static final int LENGTH_OF_2_BYTES = 126;
    private static final int LENGTH_OF_8_BYTES = 127;

    private int headBytes;
    private int headBytesLeft = SHORTEST_HEAD;
    private boolean masked;
    private long bytesLeft;

    /** Whether all that was skipped is whole frames. */
    boolean isBetween() {
        return headBytes == 0;
    }

    /** Skips what the chunk has of one frame. @return the index behind it, at most the length of the chunk */
    int skip(Buffer chunk, int from) {
        int at = from;
        while (headBytesLeft > 0) {
            if (at == chunk.length()) {
                return at;
            }
            head(chunk.getByte(at++));
        }
        int skipped = (int) Math.min(bytesLeft, chunk.length() - at);
        bytesLeft -= skipped;
        if (bytesLeft == 0) {
            headBytes = 0;
            headBytesLeft = SHORTEST_HEAD;
        }
        return at + skipped;
    }

    private void head(byte next) {
        headBytes++;
        headBytesLeft--;
        if (headBytes == SHORTEST_HEAD) {
            masked = next < 0;
            int length = next & LENGTH;
            bytesLeft = length < LENGTH_OF_2_BYTES ? length : 0;
            headBytesLeft = length < LENGTH_OF_2_BYTES ? 0 : length < LENGTH_OF_8_BYTES ? Short.BYTES : Long.BYTES;
        } else if (headBytes > SHORTEST_HEAD) {
            bytesLeft = bytesLeft << Byte.SIZE | Byte.toUnsignedLong(next);
        }
        if (headBytes >= SHORTEST_HEAD && headBytesLeft == 0) {
            // The first bit of a length is always zero; what has one is no frame and never ends.
            bytesLeft = bytesLeft < 0 ? Long.MAX_VALUE : bytesLeft + (masked ? MASK : 0);
        }
    }
}
