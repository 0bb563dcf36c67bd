package io.mnemesh.realtime.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Redis keys of a channel. They share the hash tag {@code {ch:<tenant>:<channel>}}, so that a channel lives in one slot
 * of a Redis Cluster and its scripts and its sharded pub/sub work there as on a single node.
 */
public final class ChannelKeys {

    private static final String PREFIX = "mnemesh:{ch:";
    private static final String BUS = "}:bus";

    private ChannelKeys() {}

    static String meta(ChannelId channel) {
        return tagged(channel) + ":meta";
    }

    static String log(ChannelId channel) {
        return tagged(channel) + ":log";
    }

    static String seen(ChannelId channel) {
        return tagged(channel) + ":seen";
    }

    /** Where its members are kept: by time, by name, by user, those that are away; the {@link #bus}; who is more than one connection. */
    public static List<String> presence(ChannelId channel) {
        String prefix = tagged(channel) + ":here:";
        return List.of(
                prefix + "until", prefix + "names", prefix + "users", prefix + "away", bus(channel), prefix + "more");
    }

    /** How far users have come in it. */
    public static String marks(ChannelId channel) {
        return tagged(channel) + ":marks";
    }

    /** Where a user has marks: of which name, in which channel. */
    public static String marked(TenantId tenant, String user) {
        return ofUser(tenant, user) + ":marked";
    }

    /** The {@link #marks} of all channels of a tenant, as a pattern of Redis; a tenant's name has no meaning in it. */
    public static String marksOf(TenantId tenant) {
        return PREFIX + tenant + ":*}:marks";
    }

    /** What a user left half written. */
    public static String drafts(TenantId tenant, String user) {
        return ofUser(tenant, user) + ":drafts";
    }

    /** Name of the sharded pub/sub channel that carries the messages to the nodes. */
    public static String bus(ChannelId channel) {
        return tagged(channel) + ":bus";
    }

    /** The channel whose {@link #bus} this is. */
    public static Optional<ChannelId> ofBus(String bus) {
        if (!bus.startsWith(PREFIX) || !bus.endsWith(BUS)) {
            return Optional.empty();
        }
        int colon = bus.indexOf(':', PREFIX.length());
        int end = bus.length() - BUS.length();
        if (colon < 0 || colon >= end) {
            return Optional.empty();
        }
        return Optional.of(
                new ChannelId(new TenantId(bus.substring(PREFIX.length(), colon)), bus.substring(colon + 1, end)));
    }

    private static String ofUser(TenantId tenant, String user) {
        return PREFIX + tenant + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(user.getBytes(UTF_8))
                + "}";
    }

    private static String tagged(ChannelId channel) {
        return PREFIX + channel.tenant() + ":" + channel.name() + "}";
    }
}
