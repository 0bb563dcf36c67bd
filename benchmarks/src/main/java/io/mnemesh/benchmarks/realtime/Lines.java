package io.mnemesh.benchmarks.realtime;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * A frame of the protocol read with as little work as a load client can do: messages are lines, a push has its offset last
 * and the time it was sent in {@code "t"}, microseconds.
 */
final class Lines {

    private static final ByteBuf TIME = Unpooled.unreleasableBuffer(
            Unpooled.wrappedBuffer("\"t\":".getBytes(StandardCharsets.US_ASCII)).asReadOnly());

    /** The shortest push is longer; what is shorter is a ping. */
    private static final int PING_BYTES = 3;

    private Lines() {}

    /** What is done with each line. */
    interface Reader {

        /**
         * @param from index of its first byte
         * @param to   index behind its last byte
         */
        void line(ByteBuf frame, int from, int to);
    }

    static void each(ByteBuf frame, Reader reader) {
        int from = frame.readerIndex();
        int end = frame.writerIndex();
        while (from < end) {
            int newline = frame.indexOf(from, end, (byte) '\n');
            int to = newline < 0 ? end : newline;
            if (to > from) {
                reader.line(frame, from, to);
            }
            from = to + 1;
        }
    }

    static boolean isPing(int from, int to) {
        return to - from <= PING_BYTES;
    }

    /** True if it answers a command. */
    static boolean isReply(ByteBuf frame, int from, int to) {
        return to - from > 5 && frame.getByte(from + 2) == 'i' && frame.getByte(from + 3) == 'd';
    }

    /** The number at the end of a line, in front of its closing braces; -1 if there is none. */
    static long lastNumber(ByteBuf frame, int from, int to) {
        int at = to - 1;
        while (at > from && frame.getByte(at) == '}') {
            at--;
        }
        long number = 0;
        long place = 1;
        int digits = 0;
        for (byte digit = frame.getByte(at); at > from && digit >= '0' && digit <= '9'; digit = frame.getByte(--at)) {
            number += (digit - '0') * place;
            place *= 10;
            digits++;
        }
        return digits == 0 ? -1 : number;
    }

    /** When a line was sent, microseconds; -1 if it does not say. */
    static long sentAt(ByteBuf frame, int from, int to) {
        int found = ByteBufUtil.indexOf(TIME, frame.slice(from, to - from));
        if (found < 0) {
            return -1;
        }
        long number = 0;
        for (int at = from + found + TIME.readableBytes(); at < to; at++) {
            byte digit = frame.getByte(at);
            if (digit < '0' || digit > '9') {
                break;
            }
            number = number * 10 + (digit - '0');
        }
        return number;
    }
}
