package io.mnemesh.mesh.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.tenancy.TenantId;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Where aggregates and partitions go. */
class PlacementTest {

    private static final TenantId ACME = new TenantId("acme");

    @Test
    void shouldNeverChangeThePartitionOfAnAggregate() {
        // The wire contract: these values hold for ever.
        var partitioner = new Partitioner(16);
        assertThat(IntStream.range(0, 8).map(i -> partitioner.partition(ACME, "subject-" + i)))
                .containsExactly(15, 1, 0, 2, 14, 8, 8, 0);
    }

    @Property
    void shouldStayInRange(@ForAll String subject, @ForAll @IntRange(min = 1, max = 1024) int partitions) {
        assertThat(new Partitioner(partitions).partition(ACME, subject)).isBetween(0, partitions - 1);
    }

    @Test
    void shouldSpreadAggregatesEvenly() {
        // Given
        var partitioner = new Partitioner(4);
        var counts = new int[4];

        // When
        IntStream.range(0, 40_000).forEach(i -> counts[partitioner.partition(ACME, "subject-" + i)]++);

        // Then
        assertThat(counts)
                .satisfies(all -> assertThat(IntStream.of(all).boxed().toList())
                        .allSatisfy(count -> assertThat(count).isBetween(9_500, 10_500)));
    }

    @Test
    void shouldMoveOnlyTheShareOfAMemberThatLeaves() {
        // Given
        List<String> before = List.of("a", "b", "c", "d");
        List<String> after = List.of("a", "b", "d");

        // When / Then
        for (int i = 0; i < 500; i++) {
            String owner = Rendezvous.owner(before, "p" + i);
            if (!"c".equals(owner)) {
                assertThat(Rendezvous.owner(after, "p" + i)).isEqualTo(owner);
            }
        }
        assertThat(Rendezvous.owner(List.of(), "p")).isNull();
    }
}
