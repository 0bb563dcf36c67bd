package io.mnemesh.memory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.mnemesh.memory.fake.FakeEmbeddings;
import io.mnemesh.memory.support.MemoryProfile;
import io.mnemesh.memory.support.MigrationApi;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Migrations that cannot be begun or changed, or not by everybody. */
@QuarkusTest
@TestProfile(MemoryProfile.class)
@WithTestResource(value = MeshTestResource.class, scope = TestResourceScope.GLOBAL)
@Tag("slow")
class MigrationRefusalTest extends MigrationFixture {

    @Test
    void shouldRefuseWhatCannotBeDone() {
        refused(migrations.post(Map.of("model", "unheard-of")), 422).body("field", equalTo("model"));
        refused(migrations.post(Map.of("model", "../escape")), 422).body("field", equalTo("model"));
        refused(migrations.post(Map.of()), 422).body("field", equalTo("model"));
        refused(migrations.post(Map.of("model", FakeEmbeddings.WIDE, "speed", 9)), 400);
        refused(migrations.operator().body("{\"model\":").post(MigrationApi.PATH), 400);
        refused(migrations.post(Map.of("model", FakeEmbeddings.NARROW)), 409);
        embeddings.behave(api.tenant(), FakeEmbeddings.Behaviour.WRONG_SIZE);
        refused(migrations.post(Map.of("model", FakeEmbeddings.WIDE)), 409);
        embeddings.behave(api.tenant(), FakeEmbeddings.Behaviour.AWAY);
        refused(migrations.post(Map.of("model", FakeEmbeddings.WIDE)), 503);
        embeddings.behave(api.tenant(), FakeEmbeddings.Behaviour.ANSWER);
        refused(migrations.get(UUID.randomUUID().toString()), 404);
        refused(migrations.get("no-id"), 404);
        refused(migrations.change(UUID.randomUUID().toString(), "cutover"), 404);

        String id = migrations.begin(FakeEmbeddings.WIDE);
        refused(migrations.post(Map.of("model", FakeEmbeddings.WIDE)), 409);
        refused(migrations.change(id, "cutover"), 409).body("state", equalTo("embedding"));
        refused(migrations.change(id, "rollback"), 409).body("state", equalTo("embedding"));
        migrations.end(id, "cancelled");
        migrations.end(id, "cancelled");
        refused(migrations.change(id, "cutover"), 409).body("state", equalTo("cancelled"));
    }

    @Test
    void shouldBeForOperatorsOnly() {
        String path = MigrationApi.PATH + "/" + UUID.randomUUID();
        for (String role : List.of("member", Identity.ADMIN)) {
            refused(
                    migrations
                            .as(role)
                            .body(Map.of("model", FakeEmbeddings.WIDE))
                            .post(MigrationApi.PATH),
                    403);
            refused(migrations.as(role).get(MigrationApi.PATH), 403);
            refused(migrations.as(role).get(path), 403);
            refused(migrations.as(role).post(path + "/cutover"), 403);
            refused(migrations.as(role).post(path + "/rollback"), 403);
            refused(migrations.as(role).delete(path), 403);
        }
        refused(RestAssured.given().get(MigrationApi.PATH), 401);
    }

    @Test
    void shouldBeginOneOfSeveralAtOnce() {
        List<CompletableFuture<Response>> begun = Stream.generate(() ->
                        CompletableFuture.supplyAsync(() -> migrations.post(Map.of("model", FakeEmbeddings.WIDE))))
                .limit(4)
                .toList();

        List<Integer> answers = begun.stream()
                .map(CompletableFuture::join)
                .map(Response::statusCode)
                .sorted()
                .toList();

        assertThat(answers).containsExactly(202, 409, 409, 409);
        migrations
                .operator()
                .get(MigrationApi.PATH)
                .then()
                .body("findAll { it.state == 'embedding' }.size()", equalTo(1));
    }
}
