package io.mnemesh.mesh.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenKeysTest {

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldAskUntilTheGatewayAnswersWithKeys() throws Exception {
        EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        key.setKeyId("k1");
        int port = listen(3, "{\"keys\":[" + key.toJson() + "]}");
        IdentityConfig config = config(port);
        var keys = new TokenKeys(new HttpJwksSource(config, vertx), config, vertx);

        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(10))
                .until(keys::present);

        assertThat(keys.find("k1")).isPresent();
        assertThat(keys.find("k2")).isEmpty();
        assertThat(asked.get()).isEqualTo(4);
        keys.close();
    }

    @Test
    void shouldBoundHowOftenUnknownKeysCauseAReading() throws Exception {
        EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        key.setKeyId("k1");
        int port = listen(0, "{\"keys\":[" + key.toJson() + "]}");
        IdentityConfig config = config(port);
        var keys = new TokenKeys(new HttpJwksSource(config, vertx), config, vertx);
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(10))
                .until(keys::present);

        for (int i = 0; i < 100; i++) {
            keys.refresh().await().atMost(Duration.ofSeconds(5));
        }

        assertThat(asked.get()).isEqualTo(1);
        keys.close();
    }

    private int listen(int failures, String jwks) {
        HttpServer server = vertx.createHttpServer().requestHandler(request -> {
            if (asked.incrementAndGet() <= failures) {
                request.response().setStatusCode(503).end();
            } else {
                request.response().end(jwks);
            }
        });
        return server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private static IdentityConfig config(int port) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(IdentityConfig.class)
                .withDefaultValue("mnemesh.identity.jwks-url", "http://127.0.0.1:" + port + "/jwks")
                .withDefaultValue("mnemesh.identity.refresh-at-most", "1m")
                .build()
                .getConfigMapping(IdentityConfig.class);
    }
}
