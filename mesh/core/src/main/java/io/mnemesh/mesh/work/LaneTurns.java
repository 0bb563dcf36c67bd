package io.mnemesh.mesh.work;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Shares a fixed number of places among the lanes.
 *
 * <p>Turns: while several lanes have work and room, they take turns by weight, spread evenly (smooth weighted round
 * robin, as in nginx): each turn every candidate gains its weight, the one with the most goes and pays the sum of the
 * candidates' weights. So among any 21 turns with all three lanes waiting, interactive has 16, standard 4 and bulk 1,
 * and none starves.
 *
 * <p>Places: turns alone would let long bulk items fill all places. So standard and bulk together leave the interactive
 * reserve free, and bulk leaves the standard reserve free too. With fewer than three places some reserves are empty;
 * with one place interactive work can wait for a bulk item that runs.
 *
 * <p>Invariants: running never exceeds the places; running of standard and bulk never exceeds the places without the
 * interactive reserve; every lane may use at least one place when nothing else runs. O(lanes) per question. Not
 * thread-safe.
 */
final class LaneTurns {

    private static final Lane[] LANES = Lane.values();

    private final int places;
    private final int belowInteractive;
    private final int belowStandard;
    private final Map<Lane, Integer> running = new EnumMap<>(Lane.class);
    private final Map<Lane, Integer> credit = new EnumMap<>(Lane.class);

    /**
     * @param places             at least 1
     * @param interactivePercent share kept for interactive work
     * @param standardPercent    share that bulk leaves to standard work
     */
    LaneTurns(int places, int interactivePercent, int standardPercent) {
        this.places = places;
        this.belowInteractive = Math.max(1, places - reserve(places, interactivePercent));
        this.belowStandard = Math.max(1, belowInteractive - reserve(places, standardPercent));
        for (Lane lane : LANES) {
            running.put(lane, 0);
            credit.put(lane, 0);
        }
    }

    /** How many more items of the lane may run now. */
    int room(Lane lane) {
        int bulk = running(Lane.BULK);
        int lower = running(Lane.STANDARD) + bulk;
        int free = places - lower - running(Lane.INTERACTIVE);
        return switch (lane) {
            case INTERACTIVE -> free;
            case STANDARD -> Math.max(0, Math.min(free, belowInteractive - lower));
            case BULK -> Math.max(0, Math.min(free, Math.min(belowInteractive - lower, belowStandard - bulk)));
        };
    }

    /** Whose turn it is among the lanes that have work and room, or null if there are none. Takes the place. */
    @Nullable
    Lane next(Predicate<Lane> hasWork) {
        Lane chosen = null;
        int sum = 0;
        for (Lane lane : LANES) {
            if (room(lane) > 0 && hasWork.test(lane)) {
                sum += lane.weight();
                int gained = credit.merge(lane, lane.weight(), Integer::sum);
                if (chosen == null || gained > credit.getOrDefault(chosen, 0)) {
                    chosen = lane;
                }
            }
        }
        if (chosen != null) {
            credit.merge(chosen, -sum, Integer::sum);
            running.merge(chosen, 1, Integer::sum);
        }
        return chosen;
    }

    /** Gives a place back. */
    void finished(Lane lane) {
        running.merge(lane, -1, Integer::sum);
    }

    int running(Lane lane) {
        return running.getOrDefault(lane, 0);
    }

    int running() {
        return running(Lane.INTERACTIVE) + running(Lane.STANDARD) + running(Lane.BULK);
    }

    private static int reserve(int places, int percent) {
        return percent == 0 ? 0 : Math.max(1, places * percent / 100);
    }
}
