package io.mnemesh.memory.relations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.mnemesh.memory.relations.RelatedMemories.Step;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WalkTest {

    private static UUID id(int number) {
        return new UUID(0, number);
    }

    private static Relation similar(int from, int to, double weight) {
        return new Relation(id(from), id(to), RelationKind.SIMILAR, weight);
    }

    @Test
    void shouldKeepTheShortestWaysAndTheirHeaviest() {
        var walk = new Walk(id(1));
        walk.step(List.of(
                similar(1, 2, 0.5),
                similar(1, 3, 0.9),
                new Relation(id(1), id(2), RelationKind.FOLLOWS, 0.8),
                similar(1, 1, 1)));
        assertThat(walk.frontier(1)).containsExactly(id(3));
        assertThat(walk.frontier(9)).containsExactly(id(3), id(2));
        walk.step(List.of(similar(3, 4, 0.5), similar(2, 4, 1), similar(3, 2, 1), similar(3, 1, 1)));

        assertThat(walk.found(9))
                .extracting(Walk.Found::id, Walk.Found::distance)
                .containsExactly(tuple(id(3), 1), tuple(id(2), 1), tuple(id(4), 2));
        assertThat(walk.found(9).get(1).steps())
                .containsExactly(
                        new Step(id(1), RelationKind.FOLLOWS, 0.8), new Step(id(1), RelationKind.SIMILAR, 0.5));
        assertThat(walk.found(9).getLast().weight()).isCloseTo(0.8, within(1e-9));
        assertThat(walk.found(2)).hasSize(2);
        walk.step(List.of());
        assertThat(walk.frontier(9)).isEmpty();
    }
}
