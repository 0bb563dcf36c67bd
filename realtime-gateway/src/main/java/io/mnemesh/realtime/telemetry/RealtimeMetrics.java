package io.mnemesh.realtime.telemetry;

/** Names of this service's metrics. */
public final class RealtimeMetrics {

    /** Open connections. */
    public static final String CONNECTIONS = "mnemesh_realtime_connections";
    /** Most connections this node takes. */
    public static final String CONNECTIONS_CAPACITY = "mnemesh_realtime_connections_capacity";
    /** Subscriptions held. */
    public static final String SUBSCRIPTIONS = "mnemesh_realtime_subscriptions";
    /** Frames from clients. */
    public static final String MESSAGES_IN = "mnemesh_realtime_messages_in";
    /** Frames to clients. */
    public static final String MESSAGES_OUT = "mnemesh_realtime_messages_out";
    /** Bytes from clients. */
    public static final String BYTES_IN = "mnemesh_realtime_bytes_in";
    /** Bytes to clients. */
    public static final String BYTES_OUT = "mnemesh_realtime_bytes_out";
    /** Connections ended by this service, by close code. */
    public static final String DISCONNECTS = "mnemesh_realtime_disconnects";
    /** What was refused, by reason. */
    public static final String REFUSALS = "mnemesh_realtime_refusals";
    /** Messages that pub/sub lost and the history had. */
    public static final String FILLED = "mnemesh_realtime_filled_messages";
    /** Gaps announced to clients, by reason. */
    public static final String GAPS = "mnemesh_realtime_gaps";
    /** Events published to channels, by whether they were new. */
    public static final String PUBLISHED = "mnemesh_realtime_published_events";
    /** Notifications written to inboxes, by whether they were new. */
    public static final String NOTIFICATIONS = "mnemesh_realtime_notifications";
    /** Connections that are present in channels, once for each. */
    public static final String PRESENT = "mnemesh_realtime_present_connections";
    /** What clients published, by whether it was new. */
    public static final String CLIENT_PUBLICATIONS = "mnemesh_realtime_client_publications";
    /** Time from the event to its publication. */
    public static final String PUBLISH_LAG = "mnemesh_realtime_publish_lag_seconds";
    /** Events written to the archive, by whether they were new. */
    public static final String ARCHIVED = "mnemesh_realtime_archived_events";
    /** Events purged from the archive. */
    public static final String PURGED = "mnemesh_realtime_purged_events";

    /** Subscription tokens that clients showed, by what came of them. */
    public static final String SUBSCRIPTION_TOKENS = "mnemesh_realtime_subscription_tokens";
    /** Subscriptions that ended with their tokens, by reason. */
    public static final String ENDED_GRANTS = "mnemesh_realtime_ended_grants";

    /** Bytes of messages before and after they were compressed, once for all connections that share them. */
    public static final String COMPRESSED_BYTES = "mnemesh_realtime_compressed_bytes";

    /** Subscriptions held, by family of channels. */
    public static final String FAMILY_SUBSCRIPTIONS = "mnemesh_realtime_family_subscriptions";
    /** Messages that came live, once for each subscriber, by family of channels. */
    public static final String FAMILY_MESSAGES_OUT = "mnemesh_realtime_family_messages_out";
    /** Bytes of these, by family of channels. */
    public static final String FAMILY_BYTES_OUT = "mnemesh_realtime_family_bytes_out";

    private RealtimeMetrics() {}
}
