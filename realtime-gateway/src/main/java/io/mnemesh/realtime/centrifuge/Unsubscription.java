package io.mnemesh.realtime.centrifuge;

/**
 * Why the server ends a subscription, as the protocol documents it: after a code from 2500 on a client subscribes again by
 * itself.
 */
public enum Unsubscription {
    /** It may not have it any more. */
    SERVER(2000, "server unsubscribe"),
    /** What it has is no longer what the channel is, or what it may see; it recovers. */
    INSUFFICIENT(2500, "insufficient state"),
    /** Its token's time is over. */
    EXPIRED(2501, "subscription expired");

    private final int code;
    private final String reason;

    Unsubscription(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }
}
