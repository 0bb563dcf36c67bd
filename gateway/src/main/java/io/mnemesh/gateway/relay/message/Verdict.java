package io.mnemesh.gateway.relay.message;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What becomes of a message after a sending. */
sealed interface Verdict {

    /** The service took it. */
    record Delivered(int status) implements Verdict {}

    /**
     * It is to be sent again.
     *
     * @param status  of the answer; null if there was none
     * @param pause   the least that the service asks for
     * @param counted false if it was not sent at all
     */
    record Again(@Nullable Integer status, String error, Duration pause, boolean counted) implements Verdict {}

    /** Sending it again would not help, or is not allowed. */
    record Dead(@Nullable Integer status, String error) implements Verdict {}
}
