package io.mnemesh.memory.search;

import io.mnemesh.memory.index.Generation;
import io.mnemesh.memory.index.ServingIndex;
import io.mnemesh.memory.index.ranking.Question;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.EmbeddingsClient;
import io.mnemesh.mesh.work.Lane;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Vectors of questions, within a deadline; without one a question can still be searched by its words. */
@ApplicationScoped
class QuestionVectors {

    private static final MeshLog LOG = MeshLog.of(QuestionVectors.class);
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’]s\\b)?");

    private final EmbeddingsClient embeddings;
    private final SearchConfig config;

    QuestionVectors(EmbeddingsClient embeddings, SearchConfig config) {
        this.embeddings = embeddings;
        this.config = config;
    }

    /**
     * The vectors of one question.
     *
     * @param whole    of the question as it is
     * @param nameless of the question without the names of those who speak in conversations; null if it names none
     */
    record Vectors(float[] whole, float @Nullable [] nameless) {}

    /** By the model of this index; empty if they cannot be had in time. Never fails. */
    Uni<Optional<Vectors>> of(ServingIndex index, TenantId tenant, String question) {
        Generation generation = index.generation();
        return index.speakers(tenant, Question.words(question))
                .onFailure()
                .recoverWithItem(Set.of())
                .chain(speakers -> embed(generation, tenant, question, without(speakers, question)))
                .map(answer -> vectors(generation, answer))
                .ifNoItem()
                .after(config.embeddingDeadline())
                .fail()
                .onFailure()
                .invoke(failure -> LOG.debug("A question is searched by its words only")
                        .cause(failure)
                        .log())
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    private Uni<EmbeddingsClient.Embeddings> embed(
            Generation generation, TenantId tenant, String question, String nameless) {
        List<String> texts = nameless.equals(question) ? List.of(question) : List.of(question, nameless);
        return embeddings.embed(tenant, generation.model(), texts, Lane.INTERACTIVE, config.embeddingDeadline());
    }

    private static Optional<Vectors> vectors(Generation generation, EmbeddingsClient.Embeddings answer) {
        List<float[]> found = answer.vectors();
        if (!found.stream().allMatch(vector -> generation.takes(answer.model(), vector.length))) {
            return Optional.empty();
        }
        return Optional.of(new Vectors(found.getFirst(), found.size() == 1 ? null : found.get(1)));
    }

    /** The question without these words; the question itself if nothing else would be left. */
    static String without(Set<String> names, String question) {
        if (names.isEmpty()) {
            return question;
        }
        var left = new StringBuilder();
        Matcher word = WORD.matcher(question);
        while (word.find()) {
            boolean name = Question.words(word.group()).stream().allMatch(names::contains);
            word.appendReplacement(left, name ? "" : Matcher.quoteReplacement(word.group()));
        }
        word.appendTail(left);
        String rest = left.toString().replaceAll("\\s+", " ").strip();
        return WORD.matcher(rest).find() ? rest : question;
    }
}
