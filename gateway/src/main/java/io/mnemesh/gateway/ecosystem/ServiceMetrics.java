package io.mnemesh.gateway.ecosystem;

import io.mnemesh.gateway.ecosystem.Ecosystem.Figures;
import org.jspecify.annotations.Nullable;

/** What the metrics of a service say at one time. */
record ServiceMetrics(double uptimeSeconds, long heapBytes, double processors, Counters requests) {

    private static final String COUNT = "http_server_requests_seconds_count";
    private static final String SUM = "http_server_requests_seconds_sum";

    /** @param nanos when they were read, of a clock without jumps */
    static ServiceMetrics of(PrometheusText text, long nanos) {
        double processors = Math.max(1, text.sum("system_cpu_count"));
        return new ServiceMetrics(
                text.sum("process_uptime_seconds"),
                (long) text.sum("jvm_memory_used_bytes", sample -> sample.has("area", "heap")),
                text.sum("process_cpu_usage") * processors,
                new Counters(
                        nanos,
                        text.sum(COUNT),
                        text.sum(COUNT, sample -> sample.has("outcome", "SERVER_ERROR")),
                        text.sum(SUM)));
    }

    /** With rates since the reading before. */
    Figures figures(@Nullable ServiceMetrics before) {
        Counters then = before == null ? null : before.requests;
        return new Figures(
                uptimeSeconds,
                heapBytes,
                Math.round(processors * 1000) / 1000.0,
                (long) requests.all(),
                (long) requests.bad(),
                requests.perSecond(then),
                requests.badPerSecond(then),
                requests.meanMillis(then));
    }
}
