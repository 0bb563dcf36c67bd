package io.mnemesh.memory.clusters.grouping;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The two parts a group falls into most: from the member it fits least and the one least like that, each member goes to the
 * nearer part a few times over.
 */
final class Bisection {

    private static final int ROUNDS = 6;

    private Bisection() {}

    /**
     * The smaller part, if the mean cosine between both is below {@code least}; nobody otherwise.
     *
     * @param group all of whose members are at hand
     */
    static Set<Member> of(Group group, double least) {
        List<Member> all =
                group.loaded.stream().sorted(Comparator.comparing(Member::id)).toList();
        Member far = all.stream()
                .min(Comparator.comparingDouble((Member member) -> group.mean(member))
                        .thenComparing(Member::id))
                .orElseThrow();
        Member opposite = all.stream()
                .filter(member -> member != far)
                .min(Comparator.comparingDouble((Member member) -> Vectors.dot(far.vector, member.vector))
                        .thenComparing(Member::id))
                .orElseThrow();
        double[] one = sum(Set.of(far), group.sum.length);
        double[] other = sum(Set.of(opposite), group.sum.length);
        Set<Member> part = Set.of(far);
        for (int round = 0; round < ROUNDS; round++) {
            var nearer = new HashSet<Member>();
            for (Member member : all) {
                if (cosine(one, member) > cosine(other, member)) {
                    nearer.add(member);
                }
            }
            if (nearer.isEmpty() || nearer.size() == all.size() || nearer.equals(part)) {
                break;
            }
            part = nearer;
            one = sum(part, group.sum.length);
            other = group.sum.clone();
            Vectors.add(other, one, -1);
        }
        one = sum(part, group.sum.length);
        other = group.sum.clone();
        Vectors.add(other, one, -1);
        int rest = all.size() - part.size();
        boolean apart = rest > 0 && Vectors.dot(one, other) / part.size() / rest < least;
        if (!apart) {
            return Set.of();
        }
        return part.size() <= rest ? part : rest(all, part);
    }

    private static Set<Member> rest(List<Member> all, Set<Member> part) {
        var rest = new HashSet<>(all);
        rest.removeAll(part);
        return rest;
    }

    private static double[] sum(Set<Member> part, int dimensions) {
        var sum = new double[dimensions];
        part.stream().sorted(Comparator.comparing(Member::id)).forEach(member -> Vectors.add(sum, member.vector, 1));
        return sum;
    }

    private static double cosine(double[] sum, Member member) {
        double length = Math.sqrt(Vectors.dot(sum, sum));
        return length == 0 ? 0 : Vectors.dot(sum, member.vector) / length;
    }
}
