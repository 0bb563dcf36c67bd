package io.mnemesh.memory.support;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.mnemesh.memory.fake.FakeEmbeddings;
import io.mnemesh.memory.index.Generation;
import io.mnemesh.memory.index.IndexService;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.testing.identity.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ConditionFactory;

/** Migrations of the index over HTTP, as an operator sees them. */
public final class MigrationApi {

    public static final String PATH = "/api/index/migrations";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Generation CONFIGURED = new Generation("", null, FakeEmbeddings.DIMENSIONS);

    private final String tenant;

    public MigrationApi(String tenant) {
        this.tenant = tenant;
    }

    public RequestSpecification as(String role) {
        return given().auth()
                .oauth2(TestTokens.of(tenant, "olga", role))
                .contentType(ContentType.JSON)
                .accept(ContentType.JSON);
    }

    public RequestSpecification operator() {
        return as(Identity.OPERATOR);
    }

    public Response post(Map<String, ?> body) {
        return operator().body(body).post(PATH);
    }

    public String begin(String model) {
        return post(Map.of("model", model)).then().statusCode(202).extract().path("id");
    }

    public Response get(String id) {
        return operator().get(PATH + "/" + id);
    }

    public Response change(String id, String how) {
        return operator().post(PATH + "/" + id + "/" + how);
    }

    public String state(String id) {
        return get(id).then().statusCode(200).extract().path("state");
    }

    public void reaches(String id, String state) {
        soon().untilAsserted(() -> assertThat(state(id)).isEqualTo(state));
    }

    public void cutOver(String id) {
        soon().untilAsserted(() -> change(id, "cutover").then().statusCode(200).body("state", equalTo("serving")));
    }

    public void rollBack(String id) {
        soon().untilAsserted(() -> change(id, "rollback").then().statusCode(200).body("state", equalTo("rolled_back")));
    }

    public void end(String id, String state) {
        operator().delete(PATH + "/" + id).then().statusCode(200).body("state", equalTo(state));
    }

    /** As if there had never been one, for the tests of others. */
    public static void forget(TenantTransactions transactions, IndexService index) {
        transactions
                .inSystem(connection ->
                        connection.query("delete from index_migration").execute())
                .await()
                .atMost(PATIENCE);
        soon().untilAsserted(() -> assertThat(index.serving().generation()).isEqualTo(CONFIGURED));
    }

    public static ConditionFactory soon() {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50));
    }
}
