package io.mnemesh.memory.clusters.grouping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Groups unit vectors as they come, by average linkage with a threshold. A memory belongs to the group it has the highest
 * mean cosine to, if that is at least the threshold; two groups of which the mean cosine between them is at least the
 * threshold are one; a group that falls into two parts of which it is less is two. Means follow from the number of vectors
 * of a group and their sum alone, the clustering feature of BIRCH (Zhang, Ramakrishnan, Livny, <i>BIRCH</i>, SIGMOD 1996)
 * with cosines as Scatter/Gather takes them (Cutting, Karger, Pedersen, Tukey, SIGIR 1992), so that groups are compared
 * without their members. A group is split as bisecting k-means does (Steinbach, Karypis, Kumar, KDD workshop 2000).
 *
 * <p>One object is one step over a part of all groups: those near what has arrived, which are told first. In a step what
 * arrived is placed, groups are joined, members at hand move to where they belong better, and what was asked to be looked
 * through is split. Moves and splits need a margin beyond the threshold, so that nothing swings to and fro, and their
 * number is bounded. The same step over the same parts makes the same groups; equal means are decided by size and key.
 *
 * <p>With d dimensions, a arrivals, m members and g groups at hand a step takes O(d · (a·g + m·g + g² · {@value #MERGES}))
 * and a split of a group of n O(d · n). Belongs to one thread.
 */
public final class Grouping {

    /** Most groups that are joined in one step. */
    static final int MERGES = 16;

    /** Most parts that are split off one group in one step. */
    static final int SPLITS = 4;

    private static final int PASSES = 2;

    /** How far beyond the threshold it takes to undo what was done. */
    private static final double MARGIN = 0.04;

    private final double threshold;
    private final int dimensions;
    private final Supplier<UUID> ids;
    private final Map<UUID, Group> stored = new LinkedHashMap<>();
    private final Map<UUID, Member> members = new TreeMap<>();
    private final Set<Group> groups = new LinkedHashSet<>();

    /**
     * A step.
     *
     * @param threshold least mean cosine of what belongs together
     * @param ids       for new groups
     */
    public Grouping(double threshold, int dimensions, Supplier<UUID> ids) {
        this.threshold = threshold;
        this.dimensions = dimensions;
        this.ids = ids;
    }

    /** There is this group of at least two. */
    public void group(UUID id, long size, double[] sum) {
        Group group = Group.stored(id, size, sum);
        stored.put(id, group);
        groups.add(group);
    }

    /** There is this memory, in a group that was told, or alone. */
    public void member(UUID id, float[] vector, @Nullable UUID group) {
        if (members.containsKey(id)) {
            return;
        }
        var member = new Member(id, vector, group, false);
        Group of = group == null ? null : stored.get(group);
        if (of == null) {
            alone(member);
            member.group().touched = false;
        } else {
            member.group = of;
            of.loaded.add(member);
        }
        members.put(id, member);
    }

    /**
     * A memory arrives and is placed; nothing happens if it is there.
     *
     * @param near memories its vector is near to
     */
    public void arrive(UUID id, float[] vector, Collection<UUID> near) {
        if (members.containsKey(id)) {
            return;
        }
        var member = new Member(id, vector, null, true);
        Set<Group> candidates = new LinkedHashSet<>();
        for (UUID other : near) {
            Member neighbour = members.get(other);
            if (neighbour != null) {
                candidates.add(neighbour.group());
            }
        }
        Group best = best(member, candidates, threshold);
        if (best == null) {
            alone(member);
        } else {
            best.add(member);
        }
        members.put(id, member);
    }

    /** A vector of the same direction and unit length. */
    public static float[] unit(float[] vector) {
        return Vectors.unit(vector);
    }

    /**
     * A group was counted anew. If all its members were told it is looked through and split where it falls apart.
     */
    public void lookThrough(UUID id) {
        Group group = stored.get(id);
        if (group != null) {
            group.touched = true;
        }
        for (int i = 0; i < SPLITS && group != null && group.size == group.loaded.size() && group.size > 1; i++) {
            Set<Member> part = Bisection.of(group, threshold - MARGIN);
            if (part.isEmpty()) {
                return;
            }
            Group other = Group.begun(least(part).id, dimensions);
            groups.add(other);
            part.stream().sorted(Comparator.comparing(Member::id)).forEach(member -> move(member, other));
        }
    }

    /** Joins groups and moves members until nothing changes or enough was done. */
    public void settle() {
        int merges = 0;
        for (int pass = 0; pass < PASSES; pass++) {
            while (merges < MERGES && joinTwo()) {
                merges++;
            }
            if (!moveMembers()) {
                break;
            }
        }
        while (merges < MERGES && joinTwo()) {
            merges++;
        }
    }

    private void alone(Member member) {
        Group group = Group.begun(member.id, dimensions);
        group.add(member);
        groups.add(group);
    }

    private static Member least(Collection<Member> some) {
        return some.stream().min(Comparator.comparing(Member::id)).orElseThrow();
    }

    private static void move(Member member, Group to) {
        member.group().remove(member);
        to.add(member);
    }

    private static @Nullable Group best(Member member, Collection<Group> candidates, double least) {
        Group best = null;
        double most = least;
        for (Group group : candidates) {
            if (group.size < 1) {
                continue;
            }
            double mean = group.mean(member);
            if (mean > most || (mean == most && (best == null || Group.LARGEST.compare(group, best) < 0))) {
                best = group;
                most = mean;
            }
        }
        return best;
    }

    /** Joins the two groups that are nearest to each other, one of which has changed; false if none are near enough. */
    private boolean joinTwo() {
        List<Group> some = groups.stream()
                .filter(group -> group.size > 0)
                .sorted(Group.LARGEST)
                .toList();
        Group one = null;
        Group other = null;
        double most = threshold;
        for (int i = 0; i < some.size(); i++) {
            for (int j = i + 1; j < some.size(); j++) {
                Group large = some.get(i);
                Group small = some.get(j);
                boolean pair = large.size > 1 && (large.touched || small.touched);
                double mean = pair ? large.mean(small) : -1;
                if (mean > most || (mean == most && one == null)) {
                    one = large;
                    other = small;
                    most = mean;
                }
            }
        }
        if (one == null || other == null) {
            return false;
        }
        one.absorb(other);
        groups.remove(other);
        return true;
    }

    /** Moves members at hand to where they belong better; false if none moved. */
    private boolean moveMembers() {
        boolean moved = false;
        for (Member member : members.values()) {
            Group own = member.group();
            double mean = own.size > 1 ? own.mean(member) : threshold - MARGIN;
            List<Group> others = groups.stream()
                    .filter(group -> group != own && group.size > 0 && (group.touched || own.touched))
                    .toList();
            Group better = best(member, others, Math.max(threshold, mean + MARGIN));
            if (better != null) {
                move(member, better);
                moved = true;
            } else if (mean < threshold - MARGIN) {
                own.remove(member);
                alone(member);
                moved = true;
            }
        }
        return moved;
    }

    /** What is different after the step. Asked for once, at its end. */
    public Regrouping result() {
        groups.stream()
                .filter(group -> group.size > 1 && group.id() == null)
                .sorted(Group.LARGEST)
                .forEach(group -> group.named(ids.get()));
        Map<UUID, @Nullable UUID> joined = new HashMap<>();
        stored.forEach((id, group) -> {
            if (group.last() != group) {
                joined.put(id, place(group.last()));
            }
        });
        return new Regrouping(changed(), placed(joined), joined, dissolved());
    }

    private static @Nullable UUID place(Group group) {
        return group.size > 1 ? group.id() : null;
    }

    private List<Regrouping.Changed> changed() {
        var changed = new ArrayList<Regrouping.Changed>();
        for (Group group : groups) {
            UUID id = group.id();
            if (group.touched && group.size > 1 && id != null) {
                changed.add(
                        new Regrouping.Changed(id, !group.stored(), group.size, group.sum, Set.copyOf(group.came())));
            }
        }
        return changed;
    }

    private Map<UUID, @Nullable UUID> placed(Map<UUID, @Nullable UUID> joined) {
        Map<UUID, @Nullable UUID> placed = new HashMap<>();
        for (Member member : members.values()) {
            UUID now = place(member.group());
            UUID origin = member.origin;
            UUID before = origin != null && joined.containsKey(origin) ? joined.get(origin) : origin;
            if (member.arrived || !Objects.equals(now, before)) {
                placed.put(member.id, now);
            }
        }
        return placed;
    }

    private Set<UUID> dissolved() {
        Set<UUID> dissolved = new LinkedHashSet<>();
        stored.forEach((id, group) -> {
            if (group.size < 2 && group.last() == group) {
                dissolved.add(id);
            }
        });
        return dissolved;
    }
}
