package io.mnemesh.realtime.compression;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.realtime.telemetry.RealtimeMetrics;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import java.util.zip.Deflater;

/**
 * Compresses frames of RFC 6455 before they are shared: once per encoded frame, however many connections are sent it. Each message
 * stands alone (no context takeover), so there is one deflater per thread that encodes and none per connection.
 */
@Singleton
public final class FrameDeflater {

    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_BINARY = 0x82;

    /** Says that the message is compressed. */
    private static final int RSV1 = 0x40;

    private static final int LENGTH_BITS = 0x7F;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int LARGEST_16 = 0xFFFF;

    /** The end of a flushed block, which the receiver adds again: 00 00 FF FF. */
    private static final int TAIL = 4;

    private final int threshold;
    private final ThreadLocal<Deflater> deflaters;
    private final Counter before;
    private final Counter after;

    FrameDeflater(CompressionConfig config, MeterRegistry registry) {
        CompressionConfig checked = config.validated();
        int level = checked.level();
        threshold = (int) checked.threshold().asLongValue();
        deflaters = ThreadLocal.withInitial(() -> new Deflater(level, true));
        before = registry.counter(RealtimeMetrics.COMPRESSED_BYTES, "stage", "before");
        after = registry.counter(RealtimeMetrics.COMPRESSED_BYTES, "stage", "after");
    }

    /**
     * Writes frames, compressed where that is worth it.
     *
     * @param out   takes them
     * @param write writes whole unmasked frames as they are
     */
    public void write(ByteBuf out, Consumer<ByteBuf> write) {
        ByteBuf plain = PooledByteBufAllocator.DEFAULT.heapBuffer();
        try {
            write.accept(plain);
            while (plain.isReadable()) {
                takeFrame(plain, out);
            }
        } finally {
            plain.release();
        }
    }

    private void takeFrame(ByteBuf plain, ByteBuf out) {
        int start = plain.readerIndex();
        int kind = plain.readUnsignedByte();
        int length = length(plain);
        int payload = plain.readerIndex();
        plain.skipBytes(length);
        boolean message = kind == FINAL_TEXT || kind == FINAL_BINARY;
        if (!message || length < threshold || !deflate(kind, plain, payload, length, out)) {
            out.writeBytes(plain, start, plain.readerIndex() - start);
        }
    }

    private static int length(ByteBuf frame) {
        int length = frame.readUnsignedByte() & LENGTH_BITS;
        return switch (length) {
            case LENGTH_16 -> frame.readUnsignedShort();
            case LENGTH_64 -> Math.toIntExact(frame.readLong());
            default -> length;
        };
    }

    /** @return false if it would not become smaller */
    private boolean deflate(int kind, ByteBuf plain, int payload, int length, ByteBuf out) {
        Deflater deflater = deflaters.get();
        deflater.reset();
        deflater.setInput(plain.array(), plain.arrayOffset() + payload, length);
        ByteBuf packed = PooledByteBufAllocator.DEFAULT.heapBuffer(length, length);
        try {
            int size = deflater.deflate(packed.array(), packed.arrayOffset(), length, Deflater.SYNC_FLUSH);
            if (size == length) {
                return false;
            }
            packed.writerIndex(size - TAIL);
            header(out, kind | RSV1, size - TAIL);
            out.writeBytes(packed);
            before.increment(length);
            after.increment(size - TAIL);
            return true;
        } finally {
            packed.release();
        }
    }

    private static void header(ByteBuf out, int kind, int length) {
        out.writeByte(kind);
        if (length < LENGTH_16) {
            out.writeByte(length);
        } else if (length <= LARGEST_16) {
            out.writeByte(LENGTH_16).writeShort(length);
        } else {
            out.writeByte(LENGTH_64).writeLong(length);
        }
    }
}
