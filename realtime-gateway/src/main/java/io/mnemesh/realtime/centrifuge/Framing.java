package io.mnemesh.realtime.centrifuge;

import io.mnemesh.realtime.compression.FrameDeflater;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** How a transport puts replies and pushes together. */
sealed interface Framing {

    /** Appends all of these pieces, in order. */
    void write(List<Written> pieces, ByteBuf out);

    /** Bytes that are enough for these pieces. */
    int room(List<Written> pieces);

    /** Writes what comes before the pieces of a frame. */
    interface Header {
        void write(ByteBuf out, int length);
    }

    /** Several pieces together, behind a header that tells their length. Told apart by identity. */
    final class Frames implements Framing {

        /** A frame takes no further piece beyond this, since some clients take no large frames. */
        private static final int FRAME_BYTES = 64 * 1024;

        private static final int LARGEST_HEADER = 10;

        private final Header header;
        private final byte[] between;

        /** @param between what separates two pieces */
        Frames(Header header, String between) {
            this.header = header;
            this.between = between.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void write(List<Written> pieces, ByteBuf out) {
            var frame = new ArrayList<Written>(pieces.size());
            int length = 0;
            for (Written piece : pieces) {
                if (!frame.isEmpty() && length + between.length + piece.length() > FRAME_BYTES) {
                    write(frame, length, out);
                    frame.clear();
                    length = 0;
                }
                length += piece.length() + (frame.isEmpty() ? 0 : between.length);
                frame.add(piece);
            }
            if (!frame.isEmpty()) {
                write(frame, length, out);
            }
        }

        @Override
        public int room(List<Written> pieces) {
            return pieces.stream()
                    .mapToInt(piece -> piece.length() + LARGEST_HEADER)
                    .sum();
        }

        private void write(List<Written> frame, int length, ByteBuf out) {
            header.write(out, length);
            for (int i = 0; i < frame.size(); i++) {
                if (i > 0) {
                    out.writeBytes(between);
                }
                frame.get(i).writeTo(out);
            }
        }
    }

    /** The WebSocket frames of another framing, compressed. */
    record Deflated(Framing plain, FrameDeflater deflater) implements Framing {

        @Override
        public void write(List<Written> pieces, ByteBuf out) {
            deflater.write(out, buffer -> plain.write(pieces, buffer));
        }

        @Override
        public int room(List<Written> pieces) {
            return plain.room(pieces);
        }
    }

    /** One piece after the other. Told apart by identity. */
    final class Stream implements Framing {

        private final byte[] before;
        private final byte[] after;

        /** What comes before and after each piece. */
        Stream(String before, String after) {
            this.before = before.getBytes(StandardCharsets.UTF_8);
            this.after = after.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void write(List<Written> pieces, ByteBuf out) {
            for (Written piece : pieces) {
                out.writeBytes(before);
                piece.writeTo(out);
                out.writeBytes(after);
            }
        }

        @Override
        public int room(List<Written> pieces) {
            return pieces.stream()
                    .mapToInt(piece -> before.length + piece.length() + after.length)
                    .sum();
        }
    }
}
