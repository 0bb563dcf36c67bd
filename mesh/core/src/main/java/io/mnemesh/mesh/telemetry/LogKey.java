package io.mnemesh.mesh.telemetry;

/** What a log line may tell beside its message. The list is closed: no payload, no token, nothing unbounded. */
public enum LogKey {
    TENANT("tenant"),
    MEMORY_ID("memoryId"),
    STREAM("stream"),
    GROUP("group"),
    CONSUMER("consumer"),
    EVENT_ID("eventId"),
    ROUTE("route"),
    UPSTREAM("upstream"),
    ATTEMPT("attempt"),
    PRIORITY("priority"),
    STATUS_CODE("statusCode"),
    TRACE_ID("traceId"),
    DURATION_MS("durationMs"),
    /** Of a problem document: what the caller was told. */
    INSTANCE("instance"),
    MODEL("model"),
    TUNING("tuning"),
    /** Steps of something with the time of each. */
    STAGES("stages"),
    SHARD("shard"),
    /** One short sentence, where the trace of a failure would tell no more. */
    REASON("reason");

    private final String key;

    LogKey(String key) {
        this.key = key;
    }

    /** Name in the log. */
    public String key() {
        return key;
    }
}
