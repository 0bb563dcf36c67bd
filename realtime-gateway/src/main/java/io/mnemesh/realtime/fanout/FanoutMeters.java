package io.mnemesh.realtime.fanout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.realtime.channel.GapReason;
import io.mnemesh.realtime.telemetry.RealtimeMetrics;
import java.util.EnumMap;
import java.util.Map;

/** What the fan-out counts. */
final class FanoutMeters {

    private final Counter filled;
    private final Map<GapReason, Counter> gaps = new EnumMap<>(GapReason.class);

    FanoutMeters(MeterRegistry registry) {
        filled = registry.counter(RealtimeMetrics.FILLED);
        for (GapReason reason : GapReason.values()) {
            gaps.put(reason, registry.counter(RealtimeMetrics.GAPS, "reason", reason.wire()));
        }
    }

    void filled(int messages) {
        filled.increment(messages);
    }

    void gap(GapReason reason) {
        Counter counter = gaps.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }
}
