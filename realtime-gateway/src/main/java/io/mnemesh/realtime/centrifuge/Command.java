package io.mnemesh.realtime.centrifuge;

import io.mnemesh.realtime.filter.FilterNode;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for. Every command but {@link Send} and {@link Pong} has an id from 1 on, which its reply carries.
 * Strings the client left out are empty.
 */
public sealed interface Command {

    /** 0 if the command is not answered. */
    long id();

    record Connect(long id, String token) implements Command {}

    /** A newer token of the same user, so that the connection lives on. */
    record Refresh(long id, String token) implements Command {}

    /**
     * @param token             what grants the subscription; empty if nothing does
     * @param recover           whether the client wants what it missed since {@code epoch} and {@code offset}
     * @param rejectUnrecovered whether it wants an error instead of a subscription that lost something
     * @param joinLeave         whether it wants to be told who comes and goes
     * @param filter            which publications it wants; null for all
     * @param delta             in which form it can take differences; empty for none
     * @param plain             false if it asks for another kind of subscription than that of a stream
     */
    record Subscribe(
            long id,
            String channel,
            String token,
            boolean recover,
            String epoch,
            long offset,
            boolean rejectUnrecovered,
            boolean joinLeave,
            @Nullable FilterNode filter,
            String delta,
            boolean plain)
            implements Command {}

    record Unsubscribe(long id, String channel) implements Command {}

    /** @param data what is published, as it came; empty if nothing did */
    record Publish(long id, String channel, byte[] data) implements Command {}

    record Presence(long id, String channel) implements Command {}

    record PresenceStats(long id, String channel) implements Command {}

    /**
     * @param limit   most publications wanted; 0 for the position alone, negative for as many as there are
     * @param since   whether only those behind, or with {@code reverse} before, {@code epoch} and {@code offset}
     * @param reverse newest first
     */
    record History(long id, String channel, int limit, boolean since, String epoch, long offset, boolean reverse)
            implements Command {}

    record Ping(long id) implements Command {}

    /** A message nobody answers. */
    record Send(long id) implements Command {}

    /** @param data what the method needs, as it came; empty if nothing did */
    record Rpc(long id, String method, byte[] data) implements Command {}

    /** A newer token of one subscription. */
    record SubRefresh(long id, String channel, String token) implements Command {}

    /** The empty command, which answers the server's ping. */
    record Pong() implements Command {
        @Override
        public long id() {
            return 0;
        }
    }

    /** A command that this server does not know. */
    record Unknown(long id) implements Command {}
}
