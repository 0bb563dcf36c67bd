package io.mnemesh.intelligence.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.intelligence.errors.ErrorAnalyzer.GroupWithErrors;
import io.mnemesh.intelligence.errors.persistence.MergeStore.Merge;
import io.mnemesh.intelligence.errors.ranking.Vectors;
import io.mnemesh.intelligence.support.FakeEmbeddings;
import io.mnemesh.intelligence.support.Mesh;
import io.mnemesh.mesh.event.payload.ErrorLearned;
import io.mnemesh.mesh.event.payload.PatternDetected;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class GroupMergerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");
    private static final String FIRST = "disk full: cannot write to archive";
    private static final String SECOND = "disk is full, cannot write archive";
    private static final String LONG =
            "the virtual machine of billing cluster inside rack seven zone blue region north "
                    + "tenant gold rental plan yearly owner finance contact helpdesk window nightly mode shared kernel linux was ";

    @Inject
    Mesh mesh;

    @Inject
    ErrorAnalyzer analyzer;

    @Inject
    GroupMerger merger;

    @Inject
    FakeEmbeddings embeddings;

    private String tenant;

    @BeforeEach
    void newTenant() {
        tenant = "m-" + UUID.randomUUID();
    }

    @Test
    void shouldJoinGroupsThatMeanTheSameAndTellOfIt() {
        UUID first = learn(FIRST, 1);
        UUID second = learn(SECOND, 2);
        assertThat(second).isNotEqualTo(first);

        ErrorGroup joined = awaitGroups(1).getFirst();

        assertThat(joined.id()).isEqualTo(first);
        assertThat(joined.occurrences()).isEqualTo(2);
        assertThat(joined.lastSeen()).isEqualTo(AT.plusSeconds(2));
        GroupWithErrors old = group(second);
        assertThat(old.group().id()).isEqualTo(first);
        assertThat(old.joined()).singleElement().satisfies(merge -> {
            assertThat(merge.into()).isEqualTo(first);
            assertThat(merge.from()).isEqualTo(second);
            assertThat(merge.similarity()).isGreaterThan(0.99);
        });
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(mesh.patterns(tenant, "error-merge"))
                        .singleElement()
                        .satisfies(told -> {
                            assertThat(told.support()).isEqualTo(2);
                            assertThat(told.description())
                                    .contains(first.toString())
                                    .doesNotContain("disk");
                        }));
    }

    @Test
    void shouldPartThemAgainForGood() {
        UUID first = learn(FIRST, 1);
        UUID second = learn(SECOND, 2);
        awaitGroups(1);
        assertThat(learn(SECOND, 3)).isEqualTo(first);
        Merge merge = group(first).joined().getFirst();

        ErrorGroup parted = undo(merge.id());

        assertThat(parted.id()).isEqualTo(second);
        assertThat(parted.template()).isEqualTo(SECOND);
        assertThat(parted.occurrences()).isEqualTo(2);
        assertThat(group(first).group().occurrences()).isEqualTo(1);
        assertThat(group(first).group().template()).isEqualTo(FIRST);
        assertThat(group(first).joined()).isEmpty();
        assertThat(learn(SECOND, 4)).isEqualTo(second);
        assertThat(learn(FIRST, 5)).isEqualTo(first);
        assertThat(learn("mail lost", 6)).isNotIn(first, second);
        awaitVectors();
        assertThat(groups()).hasSize(3);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(mesh.patterns(tenant, "error-split"))
                        .extracting(PatternDetected::patternId)
                        .containsExactly(merge.id()));
        assertThatThrownBy(() -> undo(merge.id())).isInstanceOf(ProblemException.class);
    }

    @Test
    void shouldKeepOppositesApartThatEmbeddingsPutTogether() {
        UUID started = learn(LONG + "started", 1);
        UUID paused = learn(LONG + "paused", 2);

        awaitVectors();

        assertThat(Vectors.similarity(vector(started), vector(paused))).isGreaterThan(0.92);
        learn(FIRST, 3);
        learn(SECOND, 4);
        assertThat(awaitGroups(3)).extracting(ErrorGroup::id).contains(started, paused);
    }

    @Test
    void shouldCompareOnceVectorsAreThere() {
        embeddings.leave(tenant);
        learn(FIRST, 1);
        learn(SECOND, 2);
        assertThat(groups()).hasSize(2);

        embeddings.comeBack(tenant);

        awaitGroups(1);
    }

    @Test
    void shouldNotPartWhatOtherTenantsJoined() {
        learn(FIRST, 1);
        learn(SECOND, 2);
        UUID merge = group(awaitGroups(1).getFirst().id()).joined().getFirst().id();
        String own = tenant;
        tenant = "m-" + UUID.randomUUID();

        assertThatThrownBy(() -> undo(merge)).isInstanceOf(ProblemException.class);

        tenant = own;
        assertThat(groups()).hasSize(1);
    }

    /** Learns an error and answers its group. */
    private UUID learn(String content, int second) {
        int before = mesh.learned(tenant).size();
        mesh.error(tenant, content, null, AT.plusSeconds(second));
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(mesh.learned(tenant)).hasSize(before + 1));
        List<ErrorLearned> learned = mesh.learned(tenant);
        return learned.getLast().groupId();
    }

    private List<ErrorGroup> awaitGroups(int groups) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(groups()).hasSize(groups));
        return groups();
    }

    private void awaitVectors() {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(groups())
                        .allSatisfy(group -> assertThat(group(group.id()).latest())
                                .allSatisfy(error -> assertThat(error.vector()).isNotNull())));
    }

    private float[] vector(UUID group) {
        return group(group).latest().getFirst().vector();
    }

    private List<ErrorGroup> groups() {
        return analyzer.groups(new TenantId(tenant), null, 100).await().atMost(PATIENCE);
    }

    private GroupWithErrors group(UUID id) {
        return analyzer.group(new TenantId(tenant), id).await().atMost(PATIENCE);
    }

    private ErrorGroup undo(UUID merge) {
        return merger.undo(new TenantId(tenant), merge).await().atMost(PATIENCE);
    }
}
