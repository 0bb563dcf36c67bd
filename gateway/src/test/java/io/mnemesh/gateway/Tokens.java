package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** Real tokens of the gateway under test, got as a client gets them. */
final class Tokens {

    private Tokens() {}

    /** The key that the first start wrote. */
    static String adminKey() {
        try {
            return Files.readString(adminKeyFile()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path adminKeyFile() {
        return Path.of(ConfigProvider.getConfig().getValue("mnemesh.gateway.access.data-dir", String.class))
                .resolve("admin-key");
    }

    static String exchange(String apiKey) {
        return given().contentType("application/json")
                .body(Map.of("apiKey", apiKey))
                .post("/api/auth/token")
                .then()
                .statusCode(200)
                .extract()
                .path("accessToken");
    }

    static String admin() {
        return exchange(adminKey());
    }

    /** A token of a new key of a tenant, which is made if need be. */
    static String of(String tenant, String subject, String... roles) {
        String admin = admin();
        given().auth()
                .oauth2(admin)
                .contentType("application/json")
                .body(Map.of("name", tenant))
                .post("/api/admin/tenants");
        String key = given().auth()
                .oauth2(admin)
                .contentType("application/json")
                .body(Map.of("tenant", tenant, "subject", subject, "roles", List.of(roles)))
                .post("/api/admin/keys")
                .then()
                .statusCode(201)
                .extract()
                .path("apiKey");
        return exchange(key);
    }
}
