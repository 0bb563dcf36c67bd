package io.mnemesh.realtime.grant;

import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.filter.ChannelFilters;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that a token grants.
 *
 * @param expiresAt when it ends unless a newer token comes
 * @param source    id of the API key or session it was granted with, whose end is its own; null if it is not known
 * @param filters   what its granter sees of channels
 * @param presence  whether the subscriber is a member of the channel, where there are any
 * @param joinLeave whether it may be told who comes and goes
 */
public record Grant(
        ChannelId channel,
        Instant expiresAt,
        @Nullable String source,
        ChannelFilters filters,
        boolean presence,
        boolean joinLeave) {

    /** Whether a newer grant gives the same, so that the subscription may go on. */
    public boolean givesAs(Grant other) {
        return filters.equals(other.filters) && presence == other.presence && joinLeave == other.joinLeave;
    }
}
