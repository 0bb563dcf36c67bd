package io.mnemesh.realtime.grant;

import io.mnemesh.mesh.identity.SubscriptionTokenVerifier;
import io.mnemesh.mesh.identity.SubscriptionTokenVerifier.Granted;
import io.mnemesh.mesh.identity.TokenVerifier;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.realtime.channel.Channel;
import io.mnemesh.realtime.filter.ChannelFilters;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;

/**
 * Judges subscription tokens. One grants what its granter may grant and may subscribe to himself, to the user and for the channel
 * it names, and nothing else.
 */
@Singleton
public class SubscriptionTokens {

    private final SubscriptionTokenVerifier verifier;
    private final GrantMeters meters;
    private final Clock clock;

    SubscriptionTokens(SubscriptionTokenVerifier verifier, GrantMeters meters, Clock clock) {
        this.verifier = verifier;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * What a token grants to a caller.
     *
     * @param channel what the caller wants to subscribe to
     * @throws ProblemException {@code unauthenticated} if the token does not verify, with the reason as for access tokens;
     *     {@code forbidden} if it is somebody else's, for another channel, or from who may not grant it
     */
    public Grant judge(String token, Channel channel, Identity caller) {
        try {
            Grant grant = grant(verifier.verify(token), channel, caller);
            meters.accepted();
            return grant;
        } catch (ProblemException refusal) {
            meters.refused(refusal);
            throw refusal;
        }
    }

    private Grant grant(Granted granted, Channel channel, Identity caller) {
        if (!clock.instant().isBefore(granted.expiresAt())) {
            throw new ProblemException(
                    ProblemType.UNAUTHENTICATED,
                    "The subscription token has expired; get a new one.",
                    Map.of(TokenVerifier.REASON, TokenVerifier.EXPIRED),
                    null,
                    null);
        }
        if (!granted.granter().tenant().equals(caller.tenant())
                || !granted.user().equals(caller.subject())) {
            throw forbidden("The subscription token is somebody else's.", channel);
        }
        if (!granted.channel().equals(channel.name())) {
            throw forbidden("The subscription token is for another channel.", channel);
        }
        if (!channel.namespace().mayGrant(granted.granter(), channel.name())) {
            throw forbidden("Who granted the subscription token may not grant this channel.", channel);
        }
        return new Grant(
                channel.id(),
                granted.expiresAt(),
                granted.grant(),
                ChannelFilters.of(granted.channelFilters()),
                granted.presence(),
                granted.joinLeave());
    }

    private static ProblemException forbidden(String detail, Channel channel) {
        return new ProblemException(ProblemType.FORBIDDEN, detail, Map.of("channel", channel.name()), null, null);
    }
}
