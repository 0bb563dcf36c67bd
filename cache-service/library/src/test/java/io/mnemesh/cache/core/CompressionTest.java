package io.mnemesh.cache.core;

import static io.mnemesh.cache.core.Nodes.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.cache.CacheSpec;
import io.mnemesh.cache.CacheStats.CompressionStats;
import io.mnemesh.cache.HierarchicalCache;
import io.mnemesh.cache.Serializers;
import io.mnemesh.cache.Tier;
import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.codec.Envelope;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Compressed values on a real Redis and a real PostgreSQL. */
class CompressionTest {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final TenantId ACME = new TenantId("acme");
    /** What stands before a value in Redis: fence, epoch and offset. */
    private static final int STAMP = 24;
    /** What an envelope without tags is longer than its value. */
    private static final int ENVELOPE = 32;

    private static final String LONG = "the same again and again, ".repeat(400);

    @RegisterExtension
    final Nodes nodes = new Nodes("c");

    private final String service = nodes.service;
    private final String k = "k-" + service;

    private HierarchicalCache<String> shared() {
        return nodes.node().cache(Node.spec().withoutLocal());
    }

    private int bytesInRedis() {
        return Integer.parseInt(Servers.redis("STRLEN", entry()).substring(1));
    }

    private String entry() {
        int shard = EntryKey.of("values", ACME, k).shard(2);
        return "mnemesh:{cache:" + service + ":2:" + shard + "}:entry:values:acme:" + k;
    }

    @Test
    void shouldKeepLongTextInFewBytesAndGiveItBackFromEveryTier() {
        var node = nodes.node();
        var cache = node.cache(Node.spec().withoutLocal());

        get(cache.put(ACME, k, LONG));

        assertThat(bytesInRedis()).isLessThan(LONG.length() / 10);
        assertThat(get(shared().lookup(ACME, k)))
                .satisfies(found -> assertThat(found.value()).isEqualTo(LONG))
                .satisfies(found -> assertThat(found.tier()).isEqualTo(Tier.REDIS));
        assertThat(get(nodes.node()
                        .cache(Node.spec().withoutLocal().withoutRedis())
                        .lookup(ACME, k)))
                .satisfies(found -> assertThat(found.value()).isEqualTo(LONG))
                .satisfies(found -> assertThat(found.tier()).isEqualTo(Tier.POSTGRES));
        var compression = cache.stats().compression();
        assertThat(compression.values()).isEqualTo(1);
        assertThat(compression.before()).isEqualTo(LONG.length());
        assertThat(compression.after()).isEqualTo(bytesInRedis() - STAMP - ENVELOPE);
        assertThat(node.registry
                        .get(CacheMetrics.UNCOMPRESSED)
                        .functionCounter()
                        .count())
                .isEqualTo(LONG.length());
        assertThat(node.registry.get(CacheMetrics.COMPRESSED).functionCounter().count())
                .isEqualTo((double) compression.after());
    }

    @Test
    void shouldCompressWhatIsLoadedToo() {
        var cache = shared();

        assertThat(get(cache.get(ACME, k, () -> Uni.createFrom().item(LONG)))).isEqualTo(LONG);

        await().pollInterval(Duration.ofMillis(20)).atMost(WAIT).until(() -> bytesInRedis() > 0);
        assertThat(bytesInRedis()).isLessThan(LONG.length() / 10);
        assertThat(get(shared().getIfPresent(ACME, k))).isEqualTo(LONG);
    }

    @Test
    void shouldCompressTaggedTextAndStillMissItWhenItsTagIsInvalidated() {
        var cache = shared();
        get(cache.put(ACME, k, LONG, Set.of("project:1")));
        assertThat(bytesInRedis()).isLessThan(LONG.length() / 10);
        assertThat(get(shared().getIfPresent(ACME, k))).isEqualTo(LONG);
        assertThat(get(nodes.node()
                        .cache(Node.spec().withoutLocal().withoutRedis())
                        .getIfPresent(ACME, k)))
                .isEqualTo(LONG);

        get(cache.invalidateTag(ACME, "project:1"));

        assertThat(get(shared().getIfPresent(ACME, k))).isNull();
    }

    @Test
    void shouldWeighTheWholeValueInTheLocalTier() {
        var cache = nodes.node().cache();

        get(cache.put(ACME, k, LONG));

        assertThat(cache.stats().tiers().get(Tier.LOCAL).bytes()).isGreaterThan(LONG.length());
    }

    @Test
    void shouldLeaveShortTextsAndPlainBytesAsTheyAre() {
        var text = shared();
        get(text.put(ACME, k, LONG.substring(0, Serializers.COMPRESS_TEXT_FROM - 1)));
        assertThat(bytesInRedis()).isEqualTo(STAMP + ENVELOPE + Serializers.COMPRESS_TEXT_FROM - 1);

        var bytes = nodes.node().cache(CacheSpec.of("values", Serializers.BYTES).withoutLocal());
        get(bytes.put(ACME, k, LONG.getBytes(StandardCharsets.US_ASCII)));

        assertThat(bytesInRedis()).isEqualTo(STAMP + ENVELOPE + LONG.length());
        assertThat(text.stats().compression()).isEqualTo(new CompressionStats(0, 0, 0));
        assertThat(bytes.stats().compression()).isEqualTo(new CompressionStats(0, 0, 0));
    }

    @Test
    void shouldMissAndRemoveWhenTheEntryInRedisIsABomb() {
        var cache = nodes.node().cache(Node.spec().withoutLocal().withPostgres(Duration.ZERO));
        get(cache.put(ACME, k, "good"));
        byte[] bomb = bomb(cache.spec().maxValueBytes());
        var address = EntryKey.of("values", ACME, k);
        byte[] sealed = new Envelope(Serializers.TEXT.fingerprint())
                .sealPacked(
                        address,
                        bomb,
                        List.of(),
                        nodes.clock.instant(),
                        nodes.clock.instant().plusSeconds(60));
        Servers.redis(List.of(ascii("SETRANGE"), ascii(entry()), ascii(String.valueOf(STAMP)), sealed));

        assertThat(get(cache.getIfPresent(ACME, k))).isNull();

        assertThat(cache.stats().tiers().get(Tier.REDIS).damaged()).isGreaterThan(0);
        assertThat(Servers.redis("EXISTS", entry())).isEqualTo(":0");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** 64 MiB that promise to be fewer. */
    private static byte[] bomb(int promise) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(new byte[64 << 20]);
        deflater.finish();
        var out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(promise).array());
        var buffer = new byte[8192];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }
}
