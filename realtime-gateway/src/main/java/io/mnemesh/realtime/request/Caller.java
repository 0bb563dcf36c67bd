package io.mnemesh.realtime.request;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.realtime.channel.Channel;
import io.mnemesh.realtime.channel.ChannelDirectory;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.filter.ChannelFilters;
import io.mnemesh.realtime.filter.Filter;
import io.mnemesh.realtime.grant.Grant;
import io.mnemesh.realtime.grant.Grants;

/**
 * Who asks.
 *
 * @param filters what the caller's token lets be seen of channels
 * @param client  id of the connection
 * @param grants  what the connection has by subscription tokens
 */
public record Caller(Identity identity, ChannelFilters filters, String client, Grants grants) {

    /**
     * The channel of this name, for one who may subscribe to it or has it by a token.
     *
     * @throws ProblemException {@code not-found} if there is none, {@code forbidden} if it is not for the caller
     */
    public Channel channel(ChannelDirectory directory, String name) {
        Channel channel = directory.find(identity.tenant(), name);
        return grants.of(channel.id()) == null ? channel.forSubscriber(identity) : channel;
    }

    /** What of a channel may be shown to the caller, by all of its tokens. */
    public Filter shown(Channel channel) {
        Filter shown = filters.forChannel(channel.name());
        Grant grant = grants.of(channel.id());
        return grant == null ? shown : Filter.both(shown, grant.filters().forChannel(channel.name()));
    }

    /** The connection, as others see it. */
    Member member() {
        return new Member(identity.subject(), client);
    }
}
