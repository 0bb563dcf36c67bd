package io.mnemesh.embeddings.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mnemesh.embeddings.Reference;
import io.mnemesh.embeddings.ServiceTest;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.EmbeddingsClient;
import io.mnemesh.mesh.work.EmbeddingsClient.Embeddings;
import io.mnemesh.mesh.work.EmbeddingsCodec;
import io.mnemesh.mesh.work.Lane;
import io.mnemesh.mesh.work.WorkHandler.Item;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
class EmbedHandlerTest extends ServiceTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final Duration LONG = Duration.ofSeconds(30);

    @Inject
    EmbeddingsClient client;

    @Inject
    EmbedHandler handler;

    @ParameterizedTest
    @EnumSource(Lane.class)
    void shouldEmbedOverEveryLane(Lane lane) {
        List<Reference> references = Reference.all();

        Embeddings embeddings = client.embed(
                        ACME, references.stream().map(Reference::text).toList(), lane, LONG)
                .await()
                .atMost(LONG);

        assertThat(embeddings.model()).isEqualTo("all-MiniLM-L6-v2@1.0");
        for (int i = 0; i < references.size(); i++) {
            float[] vector = embeddings.vectors().get(i);
            assertThat(vector).hasSize(384);
            assertThat((double) vector[17]).isCloseTo(references.get(i).vector()[17], within(1e-5));
        }
    }

    @Test
    void shouldEmbedWithTheModelThatIsNamed() {
        assertThat(client.embed(ACME, "all-MiniLM-L6-v2-int8", List.of("a text"), Lane.BULK, LONG)
                        .await()
                        .atMost(LONG)
                        .model())
                .startsWith("all-MiniLM-L6-v2-int8@");
    }

    @Test
    void shouldRefuseAModelThatIsNotThere() {
        assertThatThrownBy(() -> client.embed(ACME, "unheard-of", List.of("a text"), Lane.BULK, LONG)
                        .await()
                        .atMost(LONG))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.type()).isEqualTo(ProblemType.NOT_FOUND));
    }

    @Test
    void shouldRefuseAnEmptyText() {
        assertThatThrownBy(() -> client.embed(ACME, List.of("a", ""), Lane.BULK, LONG)
                        .await()
                        .atMost(LONG))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.INVALID_VALUE));
    }

    @Test
    void shouldRefuseTooManyTexts() {
        assertProblem(EmbeddingsCodec.encodeRequest(Collections.nCopies(257, "x")), LONG, ProblemType.TOO_LARGE);
    }

    @Test
    void shouldRefuseABodyThatIsNoRequest() {
        assertProblem(new byte[] {0, 0, 0, 9, 1}, LONG, ProblemType.MALFORMED_REQUEST);
    }

    @Test
    void shouldRefuseWhatComesAfterItsDeadline() {
        assertProblem(
                EmbeddingsCodec.encodeRequest(List.of("x")), Duration.ofSeconds(-1), ProblemType.DEADLINE_EXCEEDED);
    }

    private void assertProblem(byte[] body, Duration left, ProblemType type) {
        var item = new Item(Lane.STANDARD, ACME, Instant.now().plus(left), body);

        assertThatThrownBy(() -> handler.handle(item).await().atMost(LONG))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(type));
    }
}
