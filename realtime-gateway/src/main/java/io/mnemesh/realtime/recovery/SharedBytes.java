package io.mnemesh.realtime.recovery;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Encoded parts of histories, each kept for a moment, so that subscribers that catch up with the same at the same time
 * are sent the same bytes. Thread-safe: who asks for bytes that another encodes waits for it.
 */
public final class SharedBytes {

    private static final Duration KEPT = Duration.ofMillis(250);
    private static final long MOST_BYTES = 16L << 20;

    private final EventExecutor loop;
    private final Map<Object, ByteBuf> kept = new HashMap<>();
    private long bytes;

    /** @param loop which lets go of what was kept */
    public SharedBytes(EventExecutor loop) {
        this.loop = loop;
    }

    /**
     * The bytes for a key, encoded if nobody has asked for them just now.
     *
     * @param key    everything the bytes depend on, by value
     * @param encode makes them; the reference is taken
     * @return bytes that are to be released, with an index of their own
     */
    public synchronized ByteBuf get(Object key, Supplier<ByteBuf> encode) {
        ByteBuf there = kept.get(key);
        if (there != null) {
            return there.retainedDuplicate();
        }
        ByteBuf made = encode.get();
        int size = made.capacity();
        if (bytes + size > MOST_BYTES) {
            return made;
        }
        bytes += size;
        kept.put(key, made);
        var _ = loop.schedule(() -> forget(key, size), KEPT.toMillis(), TimeUnit.MILLISECONDS);
        return made.retainedDuplicate();
    }

    private synchronized void forget(Object key, int size) {
        ByteBuf gone = kept.remove(key);
        if (gone != null) {
            bytes -= size;
            gone.release();
        }
    }
}
