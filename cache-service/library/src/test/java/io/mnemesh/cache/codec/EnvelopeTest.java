package io.mnemesh.cache.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class EnvelopeTest {

    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant EXPIRES = CREATED.plusSeconds(60);
    private static final EntryKey ADDRESS = EntryKey.of("c", new TenantId("acme"), "k");

    private static final List<String> TAGS = List.of("project:1", "ü");

    private final Envelope envelope = new Envelope("bytes");

    @Property(tries = 200)
    void shouldOpenToWhatWasSealed(@ForAll @Size(max = 300) byte[] value) {
        var opened = envelope.open(ADDRESS, envelope.seal(ADDRESS, value, TAGS, CREATED, EXPIRES));

        assertThat(opened).isInstanceOfSatisfying(Envelope.Opened.Value.class, it -> {
            assertThat(it.bytes()).isEqualTo(value);
            assertThat(it.tags()).isEqualTo(TAGS);
            assertThat(it.createdAt()).isEqualTo(CREATED);
            assertThat(it.expiresAt()).isEqualTo(EXPIRES);
        });
    }

    @Property(tries = 500)
    void shouldNotOpenWhenAnyByteIsChanged(@ForAll @Size(max = 60) byte[] value, @ForAll int at, @ForAll byte change) {
        byte[] damaged = envelope.seal(ADDRESS, value, TAGS, CREATED, EXPIRES);
        damaged[Math.floorMod(at, damaged.length)] ^= change == 0 ? 1 : change;

        assertThat(envelope.open(ADDRESS, damaged)).isInstanceOf(Envelope.Opened.Damaged.class);
    }

    @Property(tries = 200)
    void shouldNotOpenGarbage(@ForAll @Size(max = 100) byte[] garbage) {
        assertThat(envelope.open(ADDRESS, garbage)).isInstanceOf(Envelope.Opened.Damaged.class);
    }

    @Property(tries = 50)
    void shouldNotOpenUnderAnotherAddressOrType(@ForAll @Size(max = 60) byte[] value) {
        byte[] sealed = envelope.seal(ADDRESS, value, TAGS, CREATED, EXPIRES);

        assertThat(envelope.open(EntryKey.of("c", new TenantId("globex"), "k"), sealed))
                .isInstanceOf(Envelope.Opened.Damaged.class);
        assertThat(new Envelope("other").open(ADDRESS, sealed)).isInstanceOf(Envelope.Opened.Damaged.class);
    }
}
