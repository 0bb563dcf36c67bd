package io.mnemesh.cache.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.cache.Tagged;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class PostgresFaultTest extends FaultFixture {

    @Test
    void shouldGoOnAndBeCoherentAfterReturnWhenPostgresStops() {
        var node = node();
        var cache = node.cache();
        get(cache.put(ACME, k, "old"));
        get(cache.put(ACME, k + "r", "removed"));

        Servers.POSTGRES.stop();
        assertThat(get(cache.get(ACME, k + "x", loader("loaded")))).isEqualTo("loaded");
        get(cache.put(ACME, k, "new"));
        get(cache.remove(ACME, k + "r"));
        assertThat(get(node().cache().getIfPresent(ACME, k))).isEqualTo("new");
        Servers.POSTGRES.restart();

        var fresh = node().cache();
        until(() -> "fresh".equals(get(fresh.get(ACME, k + "z", loader("fresh")))));
        assertThat(get(fresh.getIfPresent(ACME, k + "r"))).isNull();
        // What PostgreSQL had missed is gone from it as well, not only hidden by the faster tiers.
        var below = node().cache(Node.spec().withoutLocal().withoutRedis());
        until(() -> get(below.getIfPresent(ACME, k)) == null && get(below.getIfPresent(ACME, k + "r")) == null);
    }

    @Test
    void shouldAnswerAndBeCoherentAfterwardsWhenPostgresIsLocked() throws SQLException {
        var cache = node().cache();
        get(cache.put(ACME, k, "old"));
        var below = node().cache(Node.spec().withoutLocal().withoutRedis());
        assertThat(get(below.getIfPresent(ACME, k))).isEqualTo("old");

        try (var lock = Servers.locking("cache_entry")) {
            assertThat(get(cache.get(ACME, k + "x", loader("loaded")))).isEqualTo("loaded");
            get(cache.put(ACME, k, "new"));
            assertThat(get(cache.getIfPresent(ACME, k))).isEqualTo("new");
            assertThat(get(node().cache().getIfPresent(ACME, k))).isEqualTo("new");
            lock.rollback();
        }

        until(() -> !"old".equals(get(below.getIfPresent(ACME, k))));
        until(() -> {
            get(cache.put(ACME, k, "newer"));
            return "newer".equals(get(below.getIfPresent(ACME, k)));
        });
    }

    @Test
    void shouldInvalidateTagsWhenPostgresIsAway() {
        var first = node();
        var a = first.cache();
        get(a.put(ACME, k, "old", Set.of(k)));

        Servers.POSTGRES.stop();
        get(a.invalidateTag(ACME, k));
        assertThat(get(a.getIfPresent(ACME, k))).isNull();
        var other = node();
        var b = other.cache();
        Servers.POSTGRES.restart();

        assertThat(get(b.getIfPresent(ACME, k))).isNull();
        assertThat(get(a.getIfPresent(ACME, k))).isNull();
        // PostgreSQL is told, and not only hidden by the faster tiers.
        var below = node().cache(Node.spec().withoutLocal().withoutRedis());
        until(() -> get(below.getTagged(ACME, k, () -> Uni.createFrom().item(Tagged.of("new", k)))) != null
                && "new".equals(get(below.getIfPresent(ACME, k))));
    }

    @Test
    void shouldRefuseWhatItCannotKeepWhenACacheIsDurable() {
        var cache = node().cache(Node.spec().asDurable());
        get(cache.put(ACME, k, "kept"));

        Servers.POSTGRES.stop();

        for (Uni<?> refused : List.of(
                cache.put(ACME, k + "x", "v"), cache.remove(ACME, k + "y"), cache.getIfPresent(ACME, k + "z"))) {
            assertThatThrownBy(() -> get(refused))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE));
        }
        assertThat(get(cache.getIfPresent(ACME, k))).isEqualTo("kept");
    }
}
