package io.mnemesh.realtime.centrifuge;

/**
 * Why the server ends a connection, as the protocol documents it: after a code from 3500 on a client does not come back
 * by itself.
 */
public enum Disconnect {
    /** A frame is larger than allowed; clients know this code of WebSocket. */
    TOO_LARGE(1009, "message size limit exceeded", "too_large"),
    /** The node goes away. */
    SHUTDOWN(3001, "shutdown", "restart"),
    SERVER_ERROR(3004, "internal server error", "server_error"),
    /** The token's time is over. */
    EXPIRED(3005, "connection expired", "token_expired"),
    /** The client reads more slowly than messages come. */
    SLOW(3008, "slow", "slow_consumer"),
    /** What the client has is no longer what it may have; it comes back and recovers. */
    STATE_INVALID(3010, "insufficient state", "state_invalid"),
    /** The client did not answer pings. */
    NO_PONG(3012, "no pong", "no_heartbeat"),
    /** A token that does not verify, or a refresh for somebody else. */
    INVALID_TOKEN(3500, "invalid token", "unauthenticated"),
    /** A frame that is malformed or out of order. */
    BAD_REQUEST(3501, "bad request", "bad_request"),
    /** The client did not connect in time. */
    STALE(3502, "stale", "connect_timeout"),
    /** The client does not stop sending too much. */
    FORCED(3503, "force disconnect", "abuse"),
    /** The user has too many connections. */
    CONNECTION_LIMIT(3504, "connection limit", "too_many_connections");

    private final int code;
    private final String reason;
    private final String label;

    Disconnect(int code, String reason, String label) {
        this.code = code;
        this.reason = reason;
        this.label = label;
    }

    /** Code of the WebSocket's close frame. */
    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    /** As in metric labels, which the same reason shares across protocols. */
    public String label() {
        return label;
    }
}
