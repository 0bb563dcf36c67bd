package io.mnemesh.systemtests;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is at each place of each channel, as everybody who saw it says. Thread-safe.
 */
final class ChannelTruth {

    private final Map<String, Integer> numberAt = new ConcurrentHashMap<>();
    private final Map<Integer, String> placeOf = new ConcurrentHashMap<>();
    private final Map<String, Long> newest = new ConcurrentHashMap<>();
    private final AtomicInteger contradictions = new AtomicInteger();
    private final AtomicInteger duplicates = new AtomicInteger();

    /** @param number of the message among all that were published */
    void seen(String channel, String epoch, long offset, int number) {
        String place = channel + " " + epoch + " " + offset;
        Integer other = numberAt.putIfAbsent(place, number);
        if (other != null && other != number) {
            contradictions.incrementAndGet();
        }
        String before = placeOf.putIfAbsent(number, place);
        if (before != null && !before.equals(place)) {
            duplicates.incrementAndGet();
        }
    }

    /** The message was acknowledged to who published it. */
    void acknowledged(String channel, String epoch, long offset, int number) {
        seen(channel, epoch, offset, number);
        newest.merge(channel, offset, Math::max);
    }

    /** The furthest offset that was acknowledged; 0 if none was. */
    long newest(String channel) {
        return newest.getOrDefault(channel, 0L);
    }

    /** How often one place was said to have different messages. */
    int contradictions() {
        return contradictions.get();
    }

    /** How often one message was at different places. */
    int duplicates() {
        return duplicates.get();
    }
}
