package io.mnemesh.realtime.request;

import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.filter.ChannelFilters;

/**
 * Who asks.
 *
 * @param filters what the caller's token lets be seen of channels
 * @param client  id of the connection
 */
public record Caller(Identity identity, ChannelFilters filters, String client) {

    /** The connection, as others see it. */
    Member member() {
        return new Member(identity.subject(), client);
    }
}
