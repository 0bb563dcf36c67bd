package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mnemesh.cache.RefusedPut;
import io.mnemesh.cache.Tier;
import io.mnemesh.mesh.tenancy.TenantId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Puts that a trigger of the service's own refuses. */
class RefusedPutTest {

    private static final TenantId ACME = new TenantId("acme");

    @RegisterExtension
    final Nodes nodes = new Nodes("r");

    @BeforeEach
    void refuseKeysThatBeginWithRefused() {
        Servers.owner("""
                create function refuse() returns trigger language plpgsql as $$
                begin
                    if new.key like 'refused-%' and octet_length(new.value) > 100 then
                        raise exception 'no' using errcode = 'MN001', detail = 'one two';
                    end if;
                    return null;
                end $$;
                create trigger refuse after insert or update on cache_entry for each row execute function refuse();
                """);
    }

    @AfterEach
    void refuseNoMore() {
        Servers.owner("drop trigger refuse on cache_entry; drop function refuse()");
    }

    @Test
    void shouldKeepWhatThereWasInEveryTier() {
        var cache = nodes.node().cache();
        String key = "refused-" + nodes.service;
        get(cache.put(ACME, key, "small"));
        // Begins to follow after that put, which would drop what it has read meanwhile.
        var other = nodes.node().cache();
        get(other.lookup(ACME, key));

        assertThatThrownBy(() -> get(cache.put(ACME, key, "x".repeat(200))))
                .isInstanceOfSatisfying(
                        RefusedPut.class,
                        refused -> assertThat(refused.detail()).isEqualTo("one two"));

        assertThat(get(cache.getIfPresent(ACME, key))).isEqualTo("small");
        assertThat(other.peek(ACME, key)).isEqualTo("small");
        assertThat(get(nodes.node().cache().getIfPresent(ACME, key))).isEqualTo("small");
    }

    @Test
    void shouldNotTakeRefusalsForFailuresOfTheTier() {
        var node = nodes.node();
        var cache = node.cache();
        for (int i = 0; i < 5; i++) {
            String key = "refused-" + i + nodes.service;
            assertThatThrownBy(() -> get(cache.put(ACME, key, "x".repeat(200)))).isInstanceOf(RefusedPut.class);
        }

        assertThat(node.factory.postgresOpen()).isTrue();
        assertThat(cache.stats().tiers().get(Tier.POSTGRES).failures()).isZero();
        get(cache.put(ACME, nodes.service, "v"));
        assertThat(get(cache.getIfPresent(ACME, nodes.service))).isEqualTo("v");
    }

    @Test
    void shouldTellWhatIsGivenUpForRoom() {
        var evicted = new CopyOnWriteArrayList<String>();
        var cache = nodes.node().cache(Node.spec().withLocal(Node.spec().localTtl(), 2_000));
        cache.onEviction((tenant, key) -> evicted.add(tenant + "/" + key));

        for (String key : List.of("a", "b", "c", "d")) {
            get(cache.put(ACME, key + nodes.service, "x".repeat(800)));
        }

        // Two fit at most; a thread of L1's own evicts the others.
        await().untilAsserted(() -> assertThat(evicted)
                .hasSize((int) cache.stats().tiers().get(Tier.LOCAL).evictions())
                .hasSizeGreaterThanOrEqualTo(2));
        assertThat(evicted).allMatch(one -> one.startsWith("acme/") && one.endsWith(nodes.service));
    }
}
