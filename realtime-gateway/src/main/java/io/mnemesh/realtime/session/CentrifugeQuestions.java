package io.mnemesh.realtime.session;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.realtime.centrifuge.Command;
import io.mnemesh.realtime.centrifuge.ErrorCode;
import io.mnemesh.realtime.centrifuge.Reply;
import io.mnemesh.realtime.channel.Channel;
import io.mnemesh.realtime.channel.JsonData;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.filter.Filter;
import io.mnemesh.realtime.history.HistoryQuery;
import io.mnemesh.realtime.history.Pages;
import io.mnemesh.realtime.hub.Connection;
import io.mnemesh.realtime.presence.Present;
import io.mnemesh.realtime.request.Caller;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/**
 * What a session in the Centrifuge protocol asks of channels without a subscription. Confined to the connection's event
 * loop.
 */
final class CentrifugeQuestions {

    /** Clients of this protocol do not say how long they wait; this is how long they do unless told. */
    private static final Duration RPC_DEADLINE = Duration.ofSeconds(5);

    private static final byte[] NOTHING = {'{', '}'};

    private final Sessions shared;
    private final Connection connection;
    private final Publishing publishing;
    private final Asking asking;
    private final Replies replies;

    CentrifugeQuestions(Sessions shared, Connection connection, Publishing publishing, Replies replies) {
        this.shared = shared;
        this.connection = connection;
        this.publishing = publishing;
        this.asking = new Asking(shared, connection.shard().loop());
        this.replies = replies;
    }

    /** Asks one of the methods; its data are an object, or nothing. */
    void rpc(Caller caller, Command.Rpc command) {
        if (shared.requests().find(command.method()).isEmpty()) {
            replies.fail(command.id(), ErrorCode.METHOD_NOT_FOUND);
            return;
        }
        JsonNode params = JsonData.read(command.data().length == 0 ? NOTHING : command.data());
        answer(
                command.id(),
                asking.ask(caller, command.method(), params, RPC_DEADLINE)
                        .<Reply>map(data -> new Reply.Answered(command.id(), data))
                        .onFailure(CentrifugeQuestions::isMissing)
                        .recoverWithItem(new Reply.Failed(command.id(), ErrorCode.NOT_FOUND)));
    }

    private static boolean isMissing(Throwable failure) {
        return failure instanceof ProblemException problem && problem.type() == ProblemType.NOT_FOUND;
    }

    /** @throws ProblemException if there is no such channel or the caller may not subscribe */
    void history(Caller caller, Command.History command) {
        Channel channel = caller.channel(shared.directory(), command.channel());
        if (!channel.namespace().recovery()) {
            replies.fail(command.id(), ErrorCode.NOT_AVAILABLE);
            return;
        }
        Filter filter = caller.shown(channel);
        int most = shared.pageSize();
        int limit = command.limit() < 0 ? most : Math.min(command.limit(), most);
        // Without an epoch, the beginning is where a client is that has seen nothing.
        boolean since = command.since() && (!command.epoch().isEmpty() || command.offset() > 0);
        Position position = since ? new Position(command.epoch(), command.offset()) : null;
        answer(
                command.id(),
                new HistoryQuery(channel.id(), limit, position, command.reverse())
                        .run(shared.log())
                        .map(page -> page(command, filter, page)));
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
    void presence(Caller caller, Command.Presence command) {
        int most = shared.presenceConfig().pageSize();
        answer(
                command.id(),
                present(caller, command.channel(), most)
                        .map(present -> present.clients() > most
                                ? new Reply.Failed(command.id(), ErrorCode.LIMIT_EXCEEDED)
                                : new Reply.Presence(command.id(), present.members())));
    }

    /** @throws ProblemException if it is refused */
    void presenceStats(Caller caller, Command.PresenceStats command) {
        answer(
                command.id(),
                present(caller, command.channel(), 0)
                        .map(present -> new Reply.PresenceStats(command.id(), present.clients(), present.users())));
    }

    private Uni<Present> present(Caller caller, String name, int limit) {
        Channel channel = caller.channel(shared.directory(), name).withPresence();
        return shared.presence().read(channel, limit, null);
    }

    private Reply page(Command.History command, Filter filter, Optional<HistoryQuery.Page> page) {
        return page.<Reply>map(found -> new Reply.History(
                        command.id(),
                        found.newest(),
                        Pages.firstOf(filter.select(found.messages()), connection.pieceBytes())))
                .orElseGet(() -> new Reply.Failed(command.id(), ErrorCode.UNRECOVERABLE_POSITION));
    }

    private void answer(long id, Uni<Reply> reply) {
        reply.onFailure()
                .recoverWithItem(failure -> new Reply.Failed(id, ErrorCode.of(failure)))
                .subscribe()
                .with(answer -> connection.shard().loop().execute(() -> replies.reply(answer)));
    }
}
