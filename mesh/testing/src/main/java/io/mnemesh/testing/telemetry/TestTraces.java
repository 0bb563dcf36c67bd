package io.mnemesh.testing.telemetry;

import io.mnemesh.mesh.redis.Traces;
import io.vertx.core.Context;

/** Traces that came from elsewhere. */
public final class TestTraces {

    private TestTraces() {}

    /** Has all that runs on a duplicated Vert.x context belong to the trace of {@code traceparent}. */
    public static void continueOn(Context duplicated, Traces traces, String traceparent) {
        Traces.attach(duplicated, traces.consumer("test", traceparent));
    }
}
