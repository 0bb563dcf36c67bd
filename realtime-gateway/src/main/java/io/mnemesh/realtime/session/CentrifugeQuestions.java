package io.mnemesh.realtime.session;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.realtime.centrifuge.Command;
import io.mnemesh.realtime.centrifuge.ErrorCode;
import io.mnemesh.realtime.centrifuge.Reply;
import io.mnemesh.realtime.channel.Channel;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.hub.Connection;
import io.mnemesh.realtime.presence.Present;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/**
 * What a session in the Centrifuge protocol asks of channels without a subscription. Confined to the connection's event
 * loop.
 */
final class CentrifugeQuestions {

    private final Sessions shared;
    private final Connection connection;
    private final Publishing publishing;
    private final Replies replies;

    CentrifugeQuestions(Sessions shared, Connection connection, Publishing publishing, Replies replies) {
        this.shared = shared;
        this.connection = connection;
        this.publishing = publishing;
        this.replies = replies;
    }

    /** @throws ProblemException if there is no such channel or the caller may not subscribe */
    void history(Identity identity, Command.History command) {
        Channel channel =
                shared.directory().find(identity.tenant(), command.channel()).forSubscriber(identity);
        if (!channel.namespace().recovery()) {
            replies.fail(command.id(), ErrorCode.NOT_AVAILABLE);
            return;
        }
        int most = shared.pageSize();
        int limit = command.limit() < 0 ? most : Math.min(command.limit(), most);
        // Without an epoch, the beginning is where a client is that has seen nothing.
        boolean since = command.since() && (!command.epoch().isEmpty() || command.offset() > 0);
        Position position = since ? new Position(command.epoch(), command.offset()) : null;
        answer(
                command.id(),
                new HistoryQuery(channel.id(), limit, position, command.reverse())
                        .run(shared.log())
                        .map(page -> page(command, page)));
    }

    /** @throws ProblemException if it is refused */
    void publish(Identity identity, Command.Publish command) {
        answer(
                command.id(),
                publishing
                        .publish(identity, command.channel(), command.data(), null)
                        .map(published -> new Reply.Published(command.id())));
    }

    /** @throws ProblemException if it is refused */
    void presence(Identity identity, Command.Presence command) {
        int most = shared.presenceConfig().pageSize();
        answer(
                command.id(),
                present(identity, command.channel(), most)
                        .map(present -> present.clients() > most
                                ? new Reply.Failed(command.id(), ErrorCode.LIMIT_EXCEEDED)
                                : new Reply.Presence(command.id(), present.members())));
    }

    /** @throws ProblemException if it is refused */
    void presenceStats(Identity identity, Command.PresenceStats command) {
        answer(
                command.id(),
                present(identity, command.channel(), 0)
                        .map(present -> new Reply.PresenceStats(command.id(), present.clients(), present.users())));
    }

    private Uni<Present> present(Identity identity, String name, int limit) {
        Channel channel = shared.directory().find(identity.tenant(), name).forSubscriber(identity);
        return shared.presence().read(channel.withPresence(), limit, null);
    }

    private Reply page(Command.History command, Optional<HistoryQuery.Page> page) {
        return page.<Reply>map(found -> new Reply.History(
                        command.id(), found.newest(), Pages.firstOf(found.messages(), connection.pieceBytes())))
                .orElseGet(() -> new Reply.Failed(command.id(), ErrorCode.UNRECOVERABLE_POSITION));
    }

    private void answer(long id, Uni<Reply> reply) {
        reply.onFailure()
                .recoverWithItem(failure -> new Reply.Failed(id, ErrorCode.of(failure)))
                .subscribe()
                .with(answer -> connection.shard().loop().execute(() -> replies.reply(answer)));
    }
}
