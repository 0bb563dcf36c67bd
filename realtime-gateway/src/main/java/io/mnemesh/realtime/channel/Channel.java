package io.mnemesh.realtime.channel;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.realtime.namespace.Namespace;
import java.util.Map;

/** A channel that exists, with what holds for it. */
public record Channel(ChannelId id, Namespace namespace) {

    public String name() {
        return id.name();
    }

    /** @throws ProblemException {@code forbidden} unless the caller may subscribe */
    public Channel forSubscriber(Identity caller) {
        if (!namespace.maySubscribe(caller, name())) {
            throw forbidden(
                    namespace.tokenRequired()
                            ? "Subscribing to '%s' needs a subscription token."
                            : "You may not subscribe to '%s'.");
        }
        return this;
    }

    /** @throws ProblemException {@code forbidden} unless the caller may publish */
    public Channel forPublisher(Identity caller) {
        if (!namespace.mayPublish(caller, name())) {
            throw forbidden("You may not publish to '%s'.");
        }
        return this;
    }

    /** Whether its subscribers can be told this. */
    public boolean tells(Signal.Kind kind) {
        return switch (kind) {
            case JOIN, LEAVE -> namespace.joinLeave();
            case TYPING, RESTING -> namespace.typing();
        };
    }

    /** @throws ProblemException {@code method-not-allowed} unless it is kept who is there */
    public Channel withPresence() {
        if (!namespace.presence()) {
            throw new ProblemException(
                    ProblemType.METHOD_NOT_ALLOWED,
                    "It is not kept who is in '%s'.".formatted(name()),
                    Map.of("channel", name()),
                    null,
                    null);
        }
        return this;
    }

    private ProblemException forbidden(String detail) {
        return new ProblemException(
                ProblemType.FORBIDDEN, detail.formatted(name()), Map.of("channel", name()), null, null);
    }
}
