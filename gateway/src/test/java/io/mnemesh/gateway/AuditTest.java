package io.mnemesh.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
class AuditTest {

    private static final String AUDIT = "/api/admin/audit";

    @Test
    void shouldTellWhatWasDoneLatestFirst() {
        // Given
        Users.make("audited", "member");
        Users.login("audited", "not the password").statusCode(401);
        JsonPath session = Users.signIn("audited");
        Users.as(session).post("/api/auth/logout", "{}").statusCode(204);

        // When
        JsonPath ofUser = Admin.operator()
                .get(AUDIT + "?actor=audited")
                .statusCode(200)
                .extract()
                .jsonPath();

        // Then
        assertThat(ofUser.getList("items.action")).containsExactly("session_ended", "signed_in", "sign_in_failed");
        assertThat(ofUser.getList("items.target"))
                .containsExactly(session.getString("sessionId"), session.getString("sessionId"), "audited");
        assertThat(ofUser.getString("items[1].address")).isEqualTo("127.0.0.1");
        assertThat(ofUser.getString("items[1].reason")).isEqualTo("password");
        Admin.operator()
                .get(AUDIT + "?target=audited&action=account_created")
                .body("items.actor", equalTo(List.of("admin")));
    }

    @Test
    void shouldBeReadInPages() {
        // Given
        for (int i = 0; i < 5; i++) {
            Admin.operator().post("/api/admin/service-accounts", Map.of("name", "paged-" + i));
            Admin.operator().delete("/api/admin/service-accounts/paged-" + i).statusCode(204);
        }

        // When
        var targets = new ArrayList<String>();
        String cursor = "";
        do {
            JsonPath page = Admin.operator()
                    .get(AUDIT + "?action=account_removed&actor=admin&limit=2" + cursor)
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            targets.addAll(page.getList("items.target"));
            cursor = page.getString("nextCursor") == null ? "" : "&cursor=" + page.getString("nextCursor");
        } while (!cursor.isEmpty());

        // Then
        targets.removeIf(target -> !target.startsWith("paged-"));
        assertThat(targets).containsExactly("paged-4", "paged-3", "paged-2", "paged-1", "paged-0");
        Admin.operator().get(AUDIT + "?action=juggled").statusCode(422).body("field", equalTo("action"));
    }

    @Test
    void shouldConfineAnAdminToTheOwnTenant() {
        var admin = new Admin(Tokens.of("eta", "edd", "admin"));

        admin.get(AUDIT).statusCode(200).body("items.tenant", everyItem(equalTo("eta")));
        admin.get(AUDIT + "?tenant=default").statusCode(404);
        new Admin(Tokens.of("eta", "mel", "member")).get(AUDIT).statusCode(403);
    }

    @Test
    void shouldNotBeChangedByAnybody() throws Exception {
        Users.make("kept", "member");
        try (var owner = LoopbackServices.owner();
                var statement = owner.createStatement()) {
            for (String change : List.of(
                    "update gateway.audit_entry set actor = 'nobody'",
                    "delete from gateway.audit_entry",
                    "truncate gateway.audit_entry")) {
                assertThatThrownBy(() -> statement.execute(change))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("Entries of the audit log are not changed and not removed.");
            }
        }
    }
}
