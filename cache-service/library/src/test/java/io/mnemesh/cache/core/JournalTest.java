package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.get;
import static io.mnemesh.cache.core.Nodes.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.WriteBack;
import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.journal.Journal;
import io.mnemesh.cache.postgres.WriteJournal;
import io.mnemesh.mesh.postgres.PlainTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.FakeClock;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the journal has tiers forget. */
class JournalTest {

    private static final TenantId ACME = new TenantId("acme");

    private final String name = "j" + UUID.randomUUID().toString().substring(0, 8);
    private final Target target = new Target();
    private final ConcurrentLinkedQueue<String> forgotten = new ConcurrentLinkedQueue<>();
    private final Journal<String> journal = new Journal<>(
            Servers.VERTX,
            new Journal.Parts<>(
                    name,
                    new WriteJournal(new PlainTransactions(Servers.POOL), Duration.ofSeconds(20)),
                    WriteBack.DEFAULTS.withDelay(Duration.ofMillis(50)),
                    target,
                    new SealedWrites<>(
                            new Codec<>(CacheSpec.of(name, Serializers.TEXT), new CacheCounters()), new FakeClock()),
                    (tenant, keys) -> {
                        forgotten.addAll(keys);
                        return Uni.createFrom().voidItem();
                    }));

    @AfterEach
    void close() {
        journal.close();
    }

    private Journal.Write write(String key) {
        return new Journal.Write(EntryKey.of(name, ACME, key), Serializers.TEXT.serialize("v"), List.of());
    }

    @Test
    void shouldLeaveTiersAloneWhenTheyWereTold() {
        var writes = List.of(write("k"));

        get(journal.append(ACME, writes));
        journal.told(ACME, List.of("k"));

        until(() -> journal.stats().pending() == 0);
        assertThat(target.value(ACME, "k")).isEqualTo("v");
        assertThat(forgotten).isEmpty();
    }

    @Test
    void shouldMakeTiersForgetWhatTheStoreGotBeforeTheyWereTold() {
        var told = List.of(write("k"));
        var untold = List.of(write("l"), write("k"));

        get(journal.append(ACME, untold));
        get(journal.append(ACME, told));
        journal.told(ACME, List.of("k"));

        until(() -> journal.stats().pending() == 0);
        assertThat(target.value(ACME, "l")).isEqualTo("v");
        assertThat(forgotten).containsExactlyInAnyOrder("k", "l");
    }
}
