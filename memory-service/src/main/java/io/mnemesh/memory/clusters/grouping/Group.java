package io.mnemesh.memory.clusters.grouping;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A group by its clustering feature: how many vectors it has and their sum. Both can be added and subtracted, and the mean
 * cosine to a vector or to another group follows from them. A group of one is a memory that is alone and has no id.
 */
final class Group {

    /** Larger first, then those that have been longer, then by whom they hold. */
    static final Comparator<Group> LARGEST =
            Comparator.comparingLong((Group group) -> group.size).reversed().thenComparing(group -> group.key);

    final Set<Member> loaded = new HashSet<>();
    final double[] sum;
    long size;
    boolean touched;

    /** The id it had, or else the least memory it began with; orders groups the same way every time. */
    final UUID key;

    private final boolean stored;
    private final Set<UUID> came = new HashSet<>();
    private @Nullable UUID id;
    private @Nullable Group absorbedBy;

    private Group(UUID key, @Nullable UUID id, long size, double[] sum) {
        this.key = key;
        this.id = id;
        this.stored = id != null;
        this.size = size;
        this.sum = sum;
    }

    /** One that is in the record. */
    static Group stored(UUID id, long size, double[] sum) {
        return new Group(id, id, size, sum.clone());
    }

    /** One without anybody, begun for {@code first}. */
    static Group begun(UUID first, int dimensions) {
        return new Group(first, null, 0, new double[dimensions]);
    }

    boolean stored() {
        return stored;
    }

    @Nullable
    UUID id() {
        return id;
    }

    void named(UUID given) {
        id = given;
    }

    Set<UUID> came() {
        return came;
    }

    /** Counts a member in. */
    void add(Member member) {
        Vectors.add(sum, member.vector, 1);
        size++;
        touched = true;
        came.add(member.id);
        loaded.add(member);
        member.group = this;
    }

    /** Counts a member out. */
    void remove(Member member) {
        Vectors.add(sum, member.vector, -1);
        size--;
        touched = true;
        came.remove(member.id);
        loaded.remove(member);
    }

    /** Takes over everything of another group. */
    void absorb(Group other) {
        Vectors.add(sum, other.sum, 1);
        size += other.size;
        touched = true;
        other.loaded.forEach(member -> member.group = this);
        loaded.addAll(other.loaded);
        came.addAll(other.came);
        other.loaded.clear();
        other.size = 0;
        other.absorbedBy = this;
    }

    /** The one that has what this one had: this one, unless another has absorbed it. */
    Group last() {
        Group last = this;
        while (last.absorbedBy != null) {
            last = last.absorbedBy;
        }
        return last;
    }

    /** Mean cosine of a vector to all of these, itself left out if it is one of them; not defined for none. */
    double mean(Member member) {
        boolean own = member.group == this;
        double dot = Vectors.dot(sum, member.vector) - (own ? Vectors.dot(member.vector, member.vector) : 0);
        return dot / (own ? size - 1 : size);
    }

    /** Mean cosine between all of these and all of those. */
    double mean(Group other) {
        return Vectors.dot(sum, other.sum) / size / other.size;
    }
}
