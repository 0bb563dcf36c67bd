package io.mnemesh.realtime.presence;

import io.mnemesh.realtime.channel.Channel;
import io.mnemesh.realtime.channel.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * This node's members of one channel, and when it has to look after them. It outlives the last one while somebody may
 * have to be told that it has gone. Times are nano times.
 *
 * <p>Thread-safe: everything is guarded by {@code this}. What is said to Redis about the members is said under the same
 * lock, so that nobody is prolonged behind his leave.
 */
final class Room {

    private static final int MEMBERS_PER_CALL = 1000;

    private final Channel channel;
    /** With how many connections each is here. */
    private final Map<Member, Integer> members = new HashMap<>();

    private long due;
    private long end;
    private long kept;
    private boolean closed;

    /**
     * @param now when it is made
     * @param due when to look after it first
     */
    Room(Channel channel, long now, long due) {
        this.channel = channel;
        this.due = due;
        this.end = now;
        this.kept = now;
    }

    Channel channel() {
        return channel;
    }

    synchronized int size() {
        return members.size();
    }

    /** @return false if it is closed; another one has to be made */
    synchronized boolean enter(Member member) {
        if (!closed) {
            members.merge(member, 1, Integer::sum);
        }
        return !closed;
    }

    /**
     * One connection of a member less.
     *
     * @param until when the member has gone for everybody
     * @param tell  tells the others
     */
    synchronized void leave(Member member, long until, Runnable tell) {
        members.computeIfPresent(member, (who, connections) -> connections == 1 ? null : connections - 1);
        awaitEnd(until);
        tell.run();
    }

    /** Somebody has to be told of a leave that is due then. */
    synchronized void awaitEnd(long until) {
        end = Math.max(end, until);
        lookAfter(until);
    }

    /** Looks after it at this time at the latest. */
    synchronized void lookAfter(long time) {
        due = Math.min(due, time);
    }

    synchronized boolean isDue(long now) {
        return now - due >= 0;
    }

    /**
     * Looks after it.
     *
     * @param now  when this is
     * @param next when to do so again
     * @param keep prolongs some of the members, or nobody, which shows who has gone
     */
    synchronized void keep(long now, long next, Consumer<List<Member>> keep) {
        kept = now;
        due = next;
        var some = new ArrayList<>(members.keySet());
        for (int from = 0; from == 0 || from < some.size(); from += MEMBERS_PER_CALL) {
            keep.accept(List.copyOf(some.subList(from, Math.min(from + MEMBERS_PER_CALL, some.size()))));
        }
    }

    /** Closes it if nothing is left to look after. */
    synchronized boolean closes() {
        closed = members.isEmpty() && (kept - end > 0 || !channel.namespace().joinLeave());
        return closed;
    }
}
