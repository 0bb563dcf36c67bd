package io.mnemesh.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.launcher.client.MnemeshClient;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user is erased from a mesh of which every service has learned something of theirs. */
class ErasureIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ERASURE = Duration.ofMinutes(3);
    private static final Base64.Decoder BASE64 = Base64.getUrlDecoder();

    private final List<String> secrets = new ArrayList<>();
    private final String user = secret();

    @TempDir
    Path folder;

    @Test
    void shouldLeaveNothingOfAUserInAnyServiceOrFile() throws Exception {
        String name = "erasure";
        try (RunningMesh mesh = RunningMesh.start(folder, name)) {
            // Given
            MnemeshClient client = mesh.admin();
            String others = store(client, "fact", "The canteen opens at seven", "somebody else");
            List<String> ids = plant(client);
            assertThat(Remains.inRedis(mesh.stack().ports().redis(), secrets)).isNotEmpty();

            // When
            JsonNode started =
                    client.post("/api/erasures", Map.of("user", user)).ok();
            JsonNode erasure = await().atMost(ERASURE)
                    .pollInterval(Duration.ofMillis(250))
                    .until(
                            () -> client.get("/api/erasures/"
                                            + started.path("id").asText())
                                    .ok(),
                            now -> now.path("state").asText().equals("done"));

            // Then
            assertThat(erasure.path("tombstone").path("memories").path("count").asInt())
                    .isEqualTo(ids.size());
            assertThat(erasure.path("tombstone").path("answers").findValuesAsText("service"))
                    .contains("realtime", "intelligence", "embeddings", "gateway");
            assertThat(isSigned(erasure, client.get("/api/erasures/keys").ok().path("keys")))
                    .isTrue();
            assertGone(client, ids);
            assertThat(client.get("/api/memories/" + others)
                            .ok()
                            .path("content")
                            .asText())
                    .isEqualTo("The canteen opens at seven");
            assertThat(Remains.inRedis(mesh.stack().ports().redis(), secrets)).isEmpty();
        }
        assertThat(Remains.inFiles(folder, secrets)).isEmpty();
        assertThat(Remains.inFiles(Path.of("target/logs", name), secrets)).isEmpty();
    }

    /** Stores memories of the user of which every service has something: vectors, groups of errors, events, cached reads. */
    private List<String> plant(MnemeshClient client) {
        var ids = new ArrayList<String>();
        ids.add(store(client, "preference", "She wants the " + secret() + " in large numbers", user));
        ids.add(store(client, "fact", "The passphrase is " + secret(), user));
        String host = secret();
        for (int attempt = 0; attempt < 3; attempt++) {
            ids.add(store(client, "error", "Disk full on " + host + " after " + attempt + " files", user));
        }
        ids.forEach(id -> await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() ->
                        client.get("/api/memories/" + id).ok().path("embedded").asBoolean()));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> group(client, host).path("occurrences").asInt() == 3);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> subjects(client).containsAll(ids));
        assertThat(client.search(Map.of("query", "Disk full on " + host)).toString())
                .contains(host);
        return ids;
    }

    private static void assertGone(MnemeshClient client, List<String> ids) {
        for (String id : ids) {
            assertThat(client.get("/api/memories/" + id).status()).isEqualTo(404);
        }
        assertThat(client.search(Map.of("query", "Disk full after files, and the passphrase"))
                        .path("hits")
                        .findValuesAsText("id"))
                .doesNotContainAnyElementsOf(ids);
        assertThat(subjects(client)).doesNotContainAnyElementsOf(ids);
        assertThat(group(client, "db-1").path("occurrences").asInt()).isZero();
    }

    private static String store(MnemeshClient client, String type, String content, String user) {
        return client.store(Map.of("type", type, "content", content, "context", Map.of("user", user)))
                .path("id")
                .asText();
    }

    /** The group of errors that a full disk of this host belongs to. */
    private static JsonNode group(MnemeshClient client, String host) {
        return client.post("/api/ai/analyze-error", Map.of("error", "Disk full on " + host + " after 7 files"))
                .ok()
                .path("group");
    }

    private static List<String> subjects(MnemeshClient client) {
        JsonNode items =
                client.get("/api/events?type=memory_created&limit=100").ok().path("items");
        return StreamSupport.stream(items.spliterator(), false)
                .map(event -> event.path("subject").asText())
                .toList();
    }

    /** Whether the signature is one of the keys' (RFC 7515, RFC 8032) and signs the tombstone. */
    private static boolean isSigned(JsonNode erasure, JsonNode keys) throws GeneralSecurityException, IOException {
        var json = new ObjectMapper();
        String[] parts = erasure.path("signature").asText().split("\\.", -1);
        String id = json.readTree(BASE64.decode(parts[0])).path("kid").asText();
        assertThat(json.readTree(BASE64.decode(parts[1]))).isEqualTo(erasure.path("tombstone"));
        for (JsonNode key : keys) {
            if (key.path("kid").asText().equals(id)) {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initVerify(KeyFactory.getInstance("Ed25519")
                        .generatePublic(new EdECPublicKeySpec(
                                NamedParameterSpec.ED25519,
                                point(BASE64.decode(key.path("x").asText())))));
                signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
                return signature.verify(BASE64.decode(parts[2]));
            }
        }
        return false;
    }

    /** The point of RFC 8032: y in little-endian order, with the sign of x in the highest bit. */
    private static EdECPoint point(byte[] raw) {
        byte[] reversed = new byte[raw.length];
        for (int i = 0; i < raw.length; i++) {
            reversed[i] = raw[raw.length - 1 - i];
        }
        boolean odd = (reversed[0] & 0x80) != 0;
        reversed[0] &= 0x7f;
        return new EdECPoint(odd, new BigInteger(1, reversed));
    }

    private String secret() {
        String text = "sq" + UUID.randomUUID().toString().replace("-", "");
        secrets.add(text);
        return text;
    }
}
