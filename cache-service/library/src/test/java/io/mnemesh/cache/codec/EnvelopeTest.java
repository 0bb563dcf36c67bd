package io.mnemesh.cache.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.tenancy.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

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

    @Property(tries = 50)
    void shouldSayThatAValueIsPacked(@ForAll @Size(max = 60) byte[] packed, @ForAll boolean tagged) {
        var tags = tagged ? TAGS : List.<String>of();

        var opened = envelope.open(ADDRESS, envelope.sealPacked(ADDRESS, packed, tags, CREATED, EXPIRES));

        assertThat(opened).isEqualTo(new Envelope.Opened.Value(bytesOf(opened), true, tags, CREATED, EXPIRES));
        assertThat(bytesOf(opened)).isEqualTo(packed);
    }

    private static byte[] bytesOf(Envelope.Opened opened) {
        return opened instanceof Envelope.Opened.Value value ? value.bytes() : new byte[0];
    }

    @Test
    void shouldOpenEntriesOfTheFirstVersion() {
        var opened = envelope.open(ADDRESS, written(1, 0, "old"));

        assertThat(opened).isEqualTo(new Envelope.Opened.Value(bytesOf(opened), false, List.of(), CREATED, EXPIRES));
        assertThat(bytesOf(opened)).asString(StandardCharsets.US_ASCII).isEqualTo("old");
        assertThat(envelope.open(ADDRESS, written(1, 1, "")))
                .isEqualTo(new Envelope.Opened.Absent(List.of(), CREATED, EXPIRES));
    }

    /** What knows only the first version misses the others. */
    @Test
    void shouldWriteTheFirstVersionOnlyWhenThereIsNothingElseToSay() {
        byte[] value = {1};

        assertThat(version(envelope.seal(ADDRESS, value, List.of(), CREATED, EXPIRES)))
                .isEqualTo(1);
        assertThat(version(envelope.sealAbsent(ADDRESS, List.of(), CREATED, EXPIRES)))
                .isEqualTo(1);
        assertThat(version(envelope.seal(ADDRESS, value, TAGS, CREATED, EXPIRES)))
                .isEqualTo(2);
        assertThat(version(envelope.sealAbsent(ADDRESS, TAGS, CREATED, EXPIRES)))
                .isEqualTo(2);
        assertThat(version(envelope.sealPacked(ADDRESS, value, TAGS, CREATED, EXPIRES)))
                .isEqualTo(2);
        assertThat(version(envelope.sealPacked(ADDRESS, value, List.of(), CREATED, EXPIRES)))
                .isEqualTo(3);
    }

    private static int version(byte[] sealed) {
        return sealed[2];
    }

    @Test
    void shouldNotOpenWhatSaysMoreThanItKnows() {
        assertThat(envelope.open(ADDRESS, written(1, 2, "new"))).isEqualTo(new Envelope.Opened.Damaged("format"));
        assertThat(envelope.open(ADDRESS, written(2, 4, "new"))).isEqualTo(new Envelope.Opened.Damaged("format"));
        assertThat(envelope.open(ADDRESS, written(3, 0, "new"))).isEqualTo(new Envelope.Opened.Damaged("format"));
        assertThat(envelope.open(ADDRESS, written(3, 6, "new"))).isEqualTo(new Envelope.Opened.Damaged("format"));
        assertThat(envelope.open(ADDRESS, written(9, 0, "new"))).isEqualTo(new Envelope.Opened.Damaged("format"));
    }

    private static byte[] written(int version, int flags, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        var entry = ByteBuffer.allocate(28 + bytes.length + 4)
                .put((byte) 'M')
                .put((byte) 'C')
                .put((byte) version)
                .put((byte) flags)
                .putLong(EntryKey.fingerprint("bytes"))
                .putLong(CREATED.toEpochMilli())
                .putLong(EXPIRES.toEpochMilli())
                .put(bytes);
        var crc = new CRC32C();
        crc.update(ADDRESS.digest().getBytes(StandardCharsets.US_ASCII));
        crc.update(entry.array(), 0, 28 + bytes.length);
        return entry.putInt((int) crc.getValue()).array();
    }
}
