package io.mnemesh.benchmarks.realtime;

import java.util.List;
import java.util.stream.IntStream;

/** Subscribers of one channel, each on a connection of its own, and where they are in it. */
final class Subscribers {

    private final Target target;
    private final Tally tally = new Tally();
    private final List<Subscriber.Position> positions;

    Subscribers(Target target, int count) {
        this.target = target;
        this.positions = IntStream.range(0, count)
                .mapToObj(i -> new Subscriber.Position())
                .toList();
    }

    /** Clients to be connected; again for those that lost their connections. */
    List<Subscriber> clients() {
        return IntStream.range(0, positions.size())
                .mapToObj(i -> new Subscriber(target, positions.get(i), tally, i))
                .toList();
    }

    int count() {
        return positions.size();
    }

    Tally tally() {
        return tally;
    }

    /** True when every one has seen this offset. */
    boolean haveReached(long offset) {
        return positions.stream().allMatch(position -> position.offset() >= offset);
    }

    /** The furthest of them. */
    long furthest() {
        return positions.stream().mapToLong(Subscriber.Position::offset).max().orElse(-1);
    }
}
