package io.mnemesh.intelligence.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomCutTreeTest {

    @Test
    void shouldHoldWhatWasInsertedAndNotDeleted() {
        var random = new SplittableRandom(5);
        var tree = new RandomCutTree(3, new Draws(6));
        var held = new ArrayDeque<RandomCutTree.Node>();
        for (int i = 0; i < 2_000; i++) {
            held.add(tree.insert(new double[] {random.nextInt(4), random.nextInt(4), random.nextDouble()}));
            if (held.size() > 100) {
                tree.delete(held.removeFirst());
            }

            assertThat(tree.points()).isEqualTo(held.size());
        }
        while (!held.isEmpty()) {
            tree.delete(held.removeFirst());
        }
        assertThat(tree.points()).isZero();
    }

    @Test
    void shouldDisplaceMostForAPointFarFromTheOthers() {
        double near = 0;
        double far = 0;
        for (int seed = 0; seed < 50; seed++) {
            var random = new SplittableRandom(seed);
            var tree = new RandomCutTree(2, new Draws(seed));
            for (int i = 0; i < 63; i++) {
                near += tree.displacement(tree.insert(new double[] {random.nextDouble(), random.nextDouble()}))
                        / 63
                        / 50;
            }
            far += tree.displacement(tree.insert(new double[] {50, 50})) / 50;
        }

        assertThat(far).isGreaterThan(40).isGreaterThan(4 * near);
    }

    @Test
    void shouldShareALeafBetweenEqualPoints() {
        var tree = new RandomCutTree(1, new Draws(1));

        var first = tree.insert(new double[] {1});
        tree.insert(new double[] {2});

        assertThat(tree.insert(new double[] {1})).isSameAs(first);
        tree.delete(first);
        assertThat(tree.points()).isEqualTo(2);
    }
}
