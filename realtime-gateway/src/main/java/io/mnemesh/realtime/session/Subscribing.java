package io.mnemesh.realtime.session;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.realtime.channel.Channel;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.channel.Signal;
import io.mnemesh.realtime.history.LogPage;
import io.mnemesh.realtime.hub.Connection;
import io.mnemesh.realtime.hub.Reception;
import io.mnemesh.realtime.hub.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One request to subscribe on its way to its answer: all channels or none. Per channel it joins first, which fixes where
 * live items begin and keeps them back, and reads the history then, so that between the two nothing is lost and nothing
 * comes twice. Nothing flows before the answer is made. Confined to the connection's event loop.
 */
final class Subscribing {

    private static final int WAITS = 20;
    private static final long WAIT_MS = 100;

    private final Connection connection;
    private final Member self;
    private final Sessions shared;
    private final Consumer<List<Beginning>> answer;
    private final Consumer<ProblemException> refusal;
    private final List<Part> parts;
    private int open;
    private boolean over;

    /**
     * @param self    who subscribes
     * @param answer  answers, and lets the subscriptions flow; those that have ended meanwhile are not among them
     * @param refusal takes why nothing was subscribed
     */
    Subscribing(
            Connection connection,
            Member self,
            List<Asked> asked,
            Sessions shared,
            Consumer<List<Beginning>> answer,
            Consumer<ProblemException> refusal) {
        this.connection = connection;
        this.self = self;
        this.shared = shared;
        this.answer = answer;
        this.refusal = refusal;
        this.parts = asked.stream().map(Part::new).toList();
        this.open = parts.size();
    }

    void start() {
        for (Part part : parts) {
            if (over) {
                return;
            }
            part.join();
        }
    }

    private void partDone() {
        open--;
        if (open > 0 || over) {
            return;
        }
        over = true;
        answer.accept(parts.stream().flatMap(part -> part.beginning().stream()).toList());
    }

    /** Gives up; nobody is told. */
    void cancel() {
        over = true;
        parts.forEach(Part::leave);
    }

    private void fail(ProblemException problem) {
        if (!over) {
            over = true;
            parts.forEach(Part::leave);
            refusal.accept(problem);
        }
    }

    /**
     * @param channel   what to subscribe to
     * @param recover   where the client was, if it wants to go on from there
     * @param signals   what it wants to be told, as far as the channel tells it
     * @param reception how it gets the messages
     * @param attends   whether it becomes a member of the channel
     */
    record Asked(
            Channel channel,
            @Nullable Position recover,
            Set<Signal.Kind> signals,
            Reception reception,
            boolean attends) {

        /** One that becomes a member where the channel has members. */
        Asked(Channel channel, @Nullable Position recover, Set<Signal.Kind> signals, Reception reception) {
            this(channel, recover, signals, reception, channel.namespace().presence());
        }

        Asked {
            signals = signals.stream().filter(channel::tells).collect(Collectors.toUnmodifiableSet());
        }

        ChannelId id() {
            return channel.id();
        }

        /**
         * Where what is given first begins: where the client was, or before the newest message if the channel gives that to everybody.
         *
         * @param newest the channel's position
         * @return null if nothing is given before what comes live
         */
        @Nullable
        Position begin(Position newest) {
            boolean withNewest = channel.namespace().cache() && newest.offset() > 0;
            return recover != null || !withNewest ? recover : new Position(newest.epoch(), newest.offset() - 1);
        }

        /** The same from another position on. */
        Asked from(@Nullable Position position) {
            return new Asked(channel, position, signals, reception, attends);
        }
    }

    /** One of the channels. */
    private final class Part implements Subscription.Joining {

        private final Asked asked;
        private boolean joined;
        private int waits;
        private @Nullable Subscription subscription;
        private @Nullable Position live;
        private @Nullable RecoveryPlan plan;

        Part(Asked asked) {
            this.asked = asked;
        }

        void join() {
            joined = true;
            connection.join(asked.id(), asked.reception(), this);
        }

        @Override
        public void onJoined(Subscription held, Position position) {
            subscription = held;
            live = position;
            Position client = asked.begin(position);
            if (client == null) {
                attend(held);
                return;
            }
            shared.reads()
                    .read(asked.id(), client, position)
                    .subscribe()
                    .with(
                            page -> connection.shard().loop().execute(() -> onPage(held, client, position, page)),
                            failure -> connection.shard().loop().execute(() -> fail(refused(failure))));
        }

        @Override
        public void onFailed(ProblemException problem) {
            fail(problem);
        }

        @Override
        public void onLeft() {
            partDone();
        }

        /** What the answer says of it, unless the subscription has ended meanwhile. */
        Optional<Beginning> beginning() {
            return subscription == null || live == null || subscription.hasLeft()
                    ? Optional.empty()
                    : Optional.of(new Beginning(subscription, live, plan));
        }

        void leave() {
            if (joined) {
                connection.leave(asked.id());
            }
        }

        private void onPage(Subscription held, Position client, Position position, LogPage page) {
            if (over) {
                return;
            }
            if (held.hasLeft()) {
                partDone();
                return;
            }
            RecoveryPlan made = RecoveryPlan.of(client, position, page);
            if (made instanceof RecoveryPlan.Wait) {
                joinAgain(held);
            } else {
                // Who asked for nothing has lost nothing, if the newest message is not kept any more.
                plan = asked.recover() == null && !made.recovered() ? null : made;
                attend(held);
            }
        }

        /** Becomes a member, where the channel has members. */
        private void attend(Subscription held) {
            if (!asked.attends()) {
                partDone();
                return;
            }
            shared.attendance()
                    .enter(asked.channel(), self)
                    .subscribe()
                    .with(
                            member -> connection.shard().loop().execute(() -> attend(held, member)),
                            failure -> connection.shard().loop().execute(() -> fail(unavailable(failure))));
        }

        private void attend(Subscription held, Member member) {
            Channel channel = asked.channel();
            if (held.hasLeft()) {
                shared.attendance().leave(channel, member, over);
            } else {
                held.attend(
                        member, asked.signals(), wanted -> shared.attendance().leave(channel, member, wanted));
            }
            if (!over) {
                partDone();
            }
        }

        /** The node has not noticed yet that the channel started over. */
        private void joinAgain(Subscription held) {
            if (waits++ == WAITS) {
                fail(unavailable(null));
                return;
            }
            shared.feeds().verify(asked.id());
            held.leave();
            joined = false;
            var _ = connection.shard().loop().schedule(this::joinUnlessOver, WAIT_MS, TimeUnit.MILLISECONDS);
        }

        private void joinUnlessOver() {
            if (over) {
                return;
            }
            if (!connection.accepts() || connection.has(asked.id())) {
                partDone();
            } else {
                join();
            }
        }

        private ProblemException refused(Throwable failure) {
            return failure instanceof ProblemException problem ? problem : unavailable(failure);
        }

        private ProblemException unavailable(@Nullable Throwable cause) {
            return new ProblemException(
                    ProblemType.UNAVAILABLE,
                    "The channel cannot be reached at the moment; try again.",
                    Map.of("channel", asked.id().name()),
                    Duration.ofSeconds(1),
                    cause);
        }
    }
}
