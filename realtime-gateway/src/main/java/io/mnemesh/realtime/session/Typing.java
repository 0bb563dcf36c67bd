package io.mnemesh.realtime.session;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.realtime.channel.Channel;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Signal;
import io.mnemesh.realtime.hub.Connection;
import io.mnemesh.realtime.protocol.ClientFrame;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * In which channels the user of one connection writes. It is told when it begins and again while it lasts, but seldom,
 * however often the client says it, and it is over when the client says so or says nothing for a while. Confined to the
 * connection's event loop.
 */
final class Typing {

    /** In this part of the time it lasts, a client that says it again is not passed on. */
    private static final int PAUSE = 3;

    private final Sessions shared;
    private final Connection connection;
    private final long lasts;
    private final Map<ChannelId, Writing> writing = HashMap.newHashMap(1);

    Typing(Sessions shared, Connection connection) {
        this.shared = shared;
        this.connection = connection;
        this.lasts = shared.presenceConfig().typing().toNanos();
    }

    /**
     * @param on    whether the others believe that the user writes
     * @param heard when the client said so last; nano time
     * @param told  when the others were told so last; nano time
     */
    private record Writing(Member member, boolean on, long heard, long told) {}

    /** @throws ProblemException if it is refused */
    void take(Identity caller, ClientFrame.Typing frame) {
        Channel channel =
                shared.directory().find(caller.tenant(), frame.channel()).forPublisher(caller);
        if (!channel.tells(Signal.Kind.TYPING)) {
            throw new ProblemException(
                    ProblemType.METHOD_NOT_ALLOWED, "Nobody is told who writes in '%s'.".formatted(channel.name()));
        }
        Member member = connection.memberIn(channel.id());
        if (member == null) {
            throw new ProblemException(ProblemType.CONFLICT, "Subscribe to '%s' first.".formatted(channel.name()));
        }
        if (frame.on()) {
            write(channel.id(), member);
        } else {
            writing.computeIfPresent(channel.id(), (id, over) -> {
                rest(id, over);
                return new Writing(over.member(), false, over.heard(), over.told());
            });
        }
    }

    /** About once a second. */
    void onBeat() {
        long now = System.nanoTime();
        for (Iterator<Map.Entry<ChannelId, Writing>> all = writing.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<ChannelId, Writing> one = all.next();
            if (now - one.getValue().heard() > lasts) {
                all.remove();
                rest(one.getKey(), one.getValue());
            }
        }
    }

    private void write(ChannelId channel, Member member) {
        long now = System.nanoTime();
        Writing before = writing.get(channel);
        if (before == null || now - before.told() > lasts / PAUSE) {
            writing.put(channel, new Writing(member, true, now, now));
            shared.signals().tell(channel, new Signal(Signal.Kind.TYPING, member));
        } else {
            writing.put(channel, new Writing(member, before.on(), now, before.told()));
        }
    }

    private void rest(ChannelId channel, Writing over) {
        if (over.on()) {
            shared.signals().tell(channel, new Signal(Signal.Kind.RESTING, over.member()));
        }
    }
}
