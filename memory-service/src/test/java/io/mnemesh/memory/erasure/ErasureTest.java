package io.mnemesh.memory.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.memory.index.IndexConfig;
import io.mnemesh.memory.support.Api;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is erased is nowhere any more, whenever the erasure was interrupted. */
@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
@Tag("slow")
class ErasureTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SPKI = "302a300506032b6570032100";

    @Inject
    ErasureRunner runner;

    @Inject
    OtherServices services;

    @Inject
    RedisLines redis;

    @Inject
    IndexConfig index;

    private final String tenant = Api.ofNewTenant().tenant();

    @Test
    void shouldLeaveNoByteOfAUserAndASignedTombstone() throws Exception {
        Secrets secrets = Secrets.plant(tenant, "ana");
        UUID others = UUID.fromString(secrets.as("bob")
                .body(Map.of("type", "fact", "content", "Bob prefers tea", "context", Map.of("user", "bob")))
                .post("/api/memories")
                .path("id"));
        assertThat(places(secrets)).hasSizeGreaterThan(20);

        UUID id = start(secrets, Map.of("user", "ana"));
        finish(id);

        assertThat(places(secrets)).isEmpty();
        secrets.memories()
                .forEach(memory ->
                        secrets.as("ana").get("/api/memories/" + memory).then().statusCode(404));
        secrets.as("bob").get("/api/memories/" + others).then().statusCode(200);
        verify(secrets, id);
    }

    @ParameterizedTest
    @EnumSource(value = ErasureStep.class, mode = EnumSource.Mode.EXCLUDE, names = "DONE")
    void shouldConvergeWhenItCrashesAfterTheEffectOfAStep(ErasureStep crashed) throws Exception {
        Secrets secrets = Secrets.plant(tenant, "ana");
        UUID id = start(secrets, Map.of("user", "ana"));
        reach(id, crashed);

        // The effect is there, but nobody wrote down that it is: the run ends here.
        runner.effect(load(id)).await().atMost(PATIENCE);
        assertThat(load(id).step()).isEqualTo(crashed);
        finish(id);

        assertThat(places(secrets)).isEmpty();
        verify(secrets, id);
    }

    @Test
    void shouldWaitForAServiceThatIsAway() throws Exception {
        Secrets secrets = Secrets.plant(tenant, "ana");
        services.silence(tenant);
        UUID id = start(secrets, Map.of("user", "ana"));
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            run(id);
            assertThat(get(secrets, id).path("waitingFor").toString()).isEqualTo("[\"intelligence\"]");
        });

        for (int round = 1; round <= 2; round++) {
            int wanted = round;
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
                run(id);
                assertThat(services.asked(tenant))
                        .anySatisfy(request -> assertThat(request.round()).isEqualTo(wanted));
            });
            services.asked(tenant).stream()
                    .filter(request -> request.round() == wanted)
                    .forEach(request -> services.answer(tenant, "intelligence", request));
        }
        finish(id);

        assertThat(places(secrets)).isEmpty();
    }

    private List<String> places(Secrets secrets) throws Exception {
        return List.copyOf(Scan.of(redis, index.directory(), secrets.texts()));
    }

    private static UUID start(Secrets secrets, Map<String, ?> what) {
        return UUID.fromString(secrets.as("root", "admin")
                .body(what)
                .post("/api/erasures")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));
    }

    private OpenErasure load(UUID id) {
        return runner.load(new TenantId(tenant), id).await().atMost(PATIENCE);
    }

    private ErasureStep run(UUID id) {
        return runner.run(new TenantId(tenant), id).await().atMost(PATIENCE);
    }

    /** Takes it to the beginning of a step. */
    private void reach(UUID id, ErasureStep step) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            OpenErasure erasure = load(id);
            while (erasure.step() != step) {
                Outcome outcome = runner.effect(erasure).await().atMost(PATIENCE);
                if (outcome instanceof Outcome.Wait) {
                    return false;
                }
                runner.note(erasure, outcome).await().atMost(PATIENCE);
                erasure = load(id);
            }
            return true;
        });
    }

    private void finish(UUID id) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(run(id)).isEqualTo(ErasureStep.DONE));
    }

    private static JsonNode get(Secrets secrets, UUID id) throws Exception {
        return new ObjectMapper()
                .readTree(secrets.as("root", "admin")
                        .get("/api/erasures/" + id)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
    }

    /** The tombstone says what was erased, holds neither content nor the name, and its signature is good. */
    private static void verify(Secrets secrets, UUID id) throws Exception {
        JsonNode erasure = get(secrets, id);
        assertThat(erasure.path("state").asText()).isEqualTo("done");
        JsonNode stone = erasure.path("tombstone");
        assertThat(stone.path("erasure").asText()).isEqualTo(id.toString());
        assertThat(stone.path("requestedBy").asText()).isEqualTo("root");
        assertThat(stone.path("user").path("sha256").asText()).isEqualTo(ErasureTarget.digestOf("ana"));
        assertThat(stone.toString()).doesNotContain("\"ana\"");
        assertThat(stone.path("memories").path("count").asInt())
                .isEqualTo(secrets.memories().size());
        List<UUID> ids = secrets.memories().stream()
                .sorted(java.util.Comparator.comparing(UUID::toString))
                .toList();
        assertThat(stone.path("memories").path("sha256").asText()).isEqualTo(Tombstones.digest(ids));
        assertThat(stone.path("answers").findValuesAsText("service"))
                .containsExactlyInAnyOrder("realtime", "intelligence", "realtime", "intelligence");
        assertThat(stone.path("indexes")).isNotEmpty();

        String[] parts = erasure.path("signature").asText().split("\\.", -1);
        JsonNode header = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[0]));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(key(secrets, header.path("kid").asText()));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        assertThat(new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1])))
                .isEqualTo(stone);
    }

    private static PublicKey key(Secrets secrets, String id) throws Exception {
        JsonNode keys = new ObjectMapper()
                .readTree(secrets.as("anybody")
                        .get("/api/erasures/keys")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .path("keys");
        for (JsonNode key : keys) {
            if (key.path("kid").asText().equals(id)) {
                byte[] prefix = HexFormat.of().parseHex(SPKI);
                byte[] raw = Base64.getUrlDecoder().decode(key.path("x").asText());
                byte[] encoded = Arrays.copyOf(prefix, prefix.length + raw.length);
                System.arraycopy(raw, 0, encoded, prefix.length, raw.length);
                return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            }
        }
        throw new AssertionError("There is no key " + id);
    }
}
