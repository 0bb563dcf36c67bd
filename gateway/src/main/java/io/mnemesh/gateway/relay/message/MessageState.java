package io.mnemesh.gateway.relay.message;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a message has come. */
public enum MessageState {
    /** It waits, for the first time or for the next. */
    QUEUED,
    /** A gateway is sending it. */
    DELIVERING,
    /** The service took it. */
    DELIVERED,
    /** Its time was over first. */
    EXPIRED,
    /** It is not tried any more; an operator may have it tried again. */
    DEAD;

    /** Name in the database and the API. */
    @JsonValue
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static MessageState of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }
}
