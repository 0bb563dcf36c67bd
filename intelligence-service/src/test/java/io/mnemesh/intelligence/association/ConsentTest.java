package io.mnemesh.intelligence.association;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.mnemesh.intelligence.support.Mesh;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The switch of the tenant and the choice of each user. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class ConsentTest {

    private static final String TASK = "mend-pump";
    private static final String SETTINGS = Raters.PATH + "/settings";
    private static final String PARTICIPATION = Raters.PATH + "/participation";

    private final String tenant = "c-" + UUID.randomUUID();
    private final UUID manual = UUID.randomUUID();

    @Inject
    Raters raters;

    @Inject
    Mesh mesh;

    @Test
    void shouldLearnAndAnswerNothingUntilAnAdministratorSaysSo() {
        raters.useful(tenant, manual, TASK, "ben", "cleo", "dora");

        assertThat(raters.rows(tenant, "association_rating")).isZero();
        assertThat(raters.rows(tenant, "association_person")).isZero();
        raters.ask(tenant, "ana", TASK)
                .body("enabled", equalTo(false))
                .body("items", empty())
                .body("notice", startsWith("Association learning is off for this tenant"));
        Raters.as(tenant, "ana")
                .get(SETTINGS)
                .then()
                .statusCode(200)
                .body("enabled", equalTo(false))
                .body("since", nullValue());
    }

    @Test
    void shouldDeleteWhatWasLearnedWhenItIsTurnedOffAndNotBringItBack() {
        raters.turn(tenant, true);
        Instant agreed = Instant.now();
        raters.useful(tenant, manual, TASK, "ben", "cleo", "dora");
        assertThat(raters.found(tenant, "ana", TASK)).hasSize(1);

        raters.turn(tenant, false);
        raters.turn(tenant, false);

        assertThat(raters.rows(tenant, "association_rating")).isZero();
        assertThat(raters.rows(tenant, "association_person")).isZero();
        raters.ask(tenant, "ana", TASK).body("items", empty()).body("enabled", equalTo(false));
        raters.turn(tenant, true);
        raters.tell(raters.rated(tenant, manual, "emil", "useful", TASK, agreed));
        assertThat(raters.rows(tenant, "association_rating")).isZero();
    }

    @Test
    void shouldKeepWhoTurnedItOnAndOff() {
        raters.turn(tenant, true);
        raters.useful(tenant, manual, TASK, "ben");
        raters.turn(tenant, false);

        String cursor = Raters.as(tenant, "root", "admin")
                .get(SETTINGS + "/changes?limit=1")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].enabled", equalTo(false))
                .body("items[0].changedBy", equalTo("root"))
                .body("items[0].removed", equalTo(2))
                .extract()
                .path("nextCursor");
        Raters.as(tenant, "root", "admin")
                .get(SETTINGS + "/changes?cursor=" + cursor)
                .then()
                .body("items.enabled", contains(true))
                .body("nextCursor", nullValue());

        mesh.publish(mesh.userErased(tenant, 1, "root"));
        await().atMost(Raters.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> Raters.as(tenant, "root", "admin")
                        .get(SETTINGS + "/changes")
                        .then()
                        .body("items.changedBy", contains(nullValue(), nullValue()))
                        .body("items.at", contains(notNullValue(), notNullValue())));
    }

    @Test
    void shouldForgetWhoTakesNoPartAndLearnOfThemNoMore() {
        raters.turn(tenant, true);
        raters.useful(tenant, manual, TASK, "ben", "cleo", "dora");
        Raters.as(tenant, "dora").get(PARTICIPATION).then().body("takesPart", equalTo(true));

        choose("dora", false);

        assertThat(raters.found(tenant, "ana", TASK)).isEmpty();
        raters.useful(tenant, manual, TASK, "dora");
        assertThat(raters.rows(tenant, "association_rating")).isEqualTo(4);
        raters.ask(tenant, "dora", TASK)
                .body("enabled", equalTo(true))
                .body("takesPart", equalTo(false))
                .body("notice", startsWith("You chose not to take part"));
        Raters.as(tenant, "dora").get(PARTICIPATION).then().body("takesPart", equalTo(false));

        Instant before = Instant.now();
        choose("dora", true);
        raters.tell(raters.rated(tenant, manual, "dora", "useful", TASK, before));
        assertThat(raters.found(tenant, "ana", TASK)).isEmpty();
        raters.useful(tenant, manual, TASK, "dora");
        assertThat(raters.found(tenant, "ana", TASK)).containsExactly(manual.toString());
    }

    @Test
    void shouldKeepAChoiceWhenTheTenantTurnsItOffAndOn() {
        raters.turn(tenant, true);
        choose("dora", false);
        raters.turn(tenant, false);
        raters.turn(tenant, true);

        raters.useful(tenant, manual, TASK, "dora");

        assertThat(raters.rows(tenant, "association_rating")).isZero();
    }

    @Test
    void shouldLetAdministratorsOnlyTurnIt() {
        given().get(SETTINGS).then().statusCode(401);
        given().get(PARTICIPATION).then().statusCode(401);
        Raters.as(tenant, "bob", "member")
                .body(Map.of("enabled", true))
                .put(SETTINGS)
                .then()
                .statusCode(403);
        Raters.as(tenant, "bob", "member").get(SETTINGS + "/changes").then().statusCode(403);
        Raters.as(tenant, "root", "admin").body("{}").put(SETTINGS).then().statusCode(422);
        Raters.as(tenant, "root", "admin").body("{}").put(PARTICIPATION).then().statusCode(422);
        Raters.as(tenant, "root", "admin")
                .get(SETTINGS + "/changes?cursor=*")
                .then()
                .statusCode(422);
    }

    private void choose(String user, boolean takesPart) {
        Raters.as(tenant, user)
                .body(Map.of("takesPart", takesPart))
                .put(PARTICIPATION)
                .then()
                .statusCode(200)
                .body("takesPart", equalTo(takesPart));
    }
}
