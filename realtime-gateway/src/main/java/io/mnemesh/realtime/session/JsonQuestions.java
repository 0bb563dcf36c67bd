package io.mnemesh.realtime.session;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.realtime.channel.Channel;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.presence.Present;
import io.mnemesh.realtime.protocol.ClientFrame;
import io.mnemesh.realtime.protocol.ServerFrame;
import io.mnemesh.realtime.request.Caller;
import io.netty.util.concurrent.EventExecutor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a session in the project's own protocol asks of channels without a subscription. Confined to the connection's event
 * loop.
 */
final class JsonQuestions {

    private final Sessions shared;
    private final EventExecutor loop;
    private final Publishing publishing;
    private final Asking asking;
    private final JsonAnswers answers;

    JsonQuestions(Sessions shared, EventExecutor loop, Publishing publishing, JsonAnswers answers) {
        this.shared = shared;
        this.loop = loop;
        this.publishing = publishing;
        this.asking = new Asking(shared, loop);
        this.answers = answers;
    }

    /** @throws ProblemException if it is refused */
    void publish(Identity identity, ClientFrame.Publish frame) {
        publishing
                .publish(identity, frame.channel(), frame.data(), frame.key())
                .subscribe()
                .with(
                        published -> answers.send(new ServerFrame.Published(
                                frame.id(),
                                frame.channel(),
                                published.position().offset(),
                                published.position().epoch(),
                                published.first())),
                        failure -> answers.error(frame.id(), failure));
    }

    /** @throws ProblemException if it is refused */
    void presence(Caller caller, ClientFrame.Presence frame) {
        int limit = Math.min(frame.limit(), shared.presenceConfig().pageSize());
        Channel channel = caller.channel(shared.directory(), frame.channel()).withPresence();
        shared.presence()
                .read(channel, limit, frame.after())
                .emitOn(loop)
                .subscribe()
                .with(
                        present -> answers.send(members(frame, present, limit)),
                        failure -> answers.error(frame.id(), unavailable(channel, failure)));
    }

    /** @throws ProblemException if it is refused */
    void request(Caller caller, ClientFrame.Request frame) {
        asking.ask(caller, frame.method(), frame.params(), frame.deadline())
                .subscribe()
                .with(
                        data -> answers.send(new ServerFrame.Result(
                                frame.correlation(), frame.method(), new String(data, StandardCharsets.UTF_8))),
                        failure -> answers.error(frame.id(), failure));
    }

    private static ServerFrame.Members members(ClientFrame.Presence frame, Present present, int limit) {
        List<Member> members = present.members();
        return new ServerFrame.Members(
                frame.id(),
                frame.channel(),
                present.clients(),
                present.users(),
                members.stream().map(ServerFrame.Members.One::of).toList(),
                limit == 0 || members.size() < limit ? null : members.getLast().text());
    }

    private static ProblemException unavailable(Channel channel, Throwable cause) {
        return new ProblemException(
                ProblemType.UNAVAILABLE,
                "Who is there is not known at the moment; try again.",
                Map.of("channel", channel.name()),
                Duration.ofSeconds(1),
                cause);
    }
}
