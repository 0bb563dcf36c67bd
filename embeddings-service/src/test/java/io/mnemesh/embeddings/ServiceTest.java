package io.mnemesh.embeddings;

import static org.awaitility.Awaitility.await;

import io.mnemesh.embeddings.serving.ModelState;
import io.mnemesh.embeddings.serving.Models;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/** A test of the running service with real PostgreSQL, Redis and model. */
@QuarkusTestResource(MeshTestResource.class)
public abstract class ServiceTest {

    @Inject
    protected Models models;

    @BeforeEach
    void awaitModel() {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> models.state(models.defaultModel()) instanceof ModelState.Ready);
    }
}
