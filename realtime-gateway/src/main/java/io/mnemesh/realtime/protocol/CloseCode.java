package io.mnemesh.realtime.protocol;

/** Why the server ends a connection. Codes from 4000 on are this protocol's own; the README lists what a client does. */
public enum CloseCode {
    /** The node goes away; reconnect to another after the pause in the reason. */
    RESTART(1001),
    /** Something went wrong on the server's side. */
    FAILED(1011),
    /** Too many frames that are malformed or too fast. */
    ABUSE(4400),
    /** No token, a token that does not verify, or a refresh for somebody else. */
    UNAUTHENTICATED(4401),
    /** No token came in time. */
    CONNECT_TIMEOUT(4402),
    /** The client did not answer heartbeats. */
    NO_HEARTBEAT(4408),
    /** The client reads more slowly than messages come. */
    SLOW_CONSUMER(4413),
    /** The user has too many connections. */
    TOO_MANY_CONNECTIONS(4429),
    /** The token's time is over. */
    TOKEN_EXPIRED(4440);

    private final int code;

    CloseCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** As in metric labels. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
