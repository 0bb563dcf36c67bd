package io.mnemesh.embeddings.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micrometer.core.instrument.Timer;
import io.mnemesh.embeddings.engine.EmbeddingEngine;
import io.mnemesh.embeddings.engine.Tuning;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What this process has done since its start.
 *
 * @param answers how the texts of the caller's tenant got their vectors
 * @param work    what the models did for all tenants; for operators only
 */
public record Statistics(
        Answers answers,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Work work) {

    /**
     * Texts by what gave them their vector.
     *
     * @param local    this process's cache
     * @param joined   the computation of an equal text that was already under way
     * @param shared   the shared cache
     * @param computed the model
     * @param hitRate  share of the texts that cost no computation, 0 before the first text
     */
    public record Answers(
            long local,
            long joined,
            long shared,
            long computed,
            @JsonProperty("hit_rate") double hitRate) {

        static Answers of(long local, long joined, long shared, long computed) {
            long hits = local + joined + shared;
            return new Answers(
                    local, joined, shared, computed, hits + computed == 0 ? 0 : (double) hits / (hits + computed));
        }
    }

    /**
     * The stages of all texts that were not in this process's cache, and the work of the models.
     *
     * @param lookup   in the shared cache, per request
     * @param tokenize per text
     */
    public record Work(Stage lookup, Stage tokenize, List<ModelStatistics> models) {}

    /**
     * What one model did.
     *
     * @param loadingMs milliseconds of the stages in which it last came into service, as far as they have ended
     * @param tuning    what its engine goes by, null if it has none yet
     */
    public record ModelStatistics(
            String model,
            List<LaneStatistics> lanes,
            @JsonProperty("loading_ms") Map<String, Long> loadingMs,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            TuningStatistics tuning) {}

    /**
     * How a model is computed.
     *
     * @param batches        which texts may share a batch: {@code any_length}, {@code equal_length} or {@code alone}
     * @param workers        threads
     * @param batchTokens    greatest batch, padded
     * @param overheadTokens fixed cost of a batch, in the time one more token takes
     * @param settled        false while it is being measured
     */
    public record TuningStatistics(
            String batches,
            int workers,
            @JsonProperty("batch_tokens") int batchTokens,
            @JsonProperty("overhead_tokens") int overheadTokens,
            boolean settled) {

        static TuningStatistics of(EmbeddingEngine engine) {
            Tuning tuning = engine.tuning();
            return new TuningStatistics(
                    tuning.company().name().toLowerCase(Locale.ROOT),
                    tuning.workers(),
                    tuning.batchTokens(),
                    tuning.overheadTokens(),
                    engine.settled());
        }
    }

    /**
     * What one model did in one lane.
     *
     * @param vectors      texts computed
     * @param tokens       of these texts
     * @param paddingWaste share of the computed tokens that were padding
     * @param waiting      of each text, until its batch was begun
     * @param computing    of each batch
     * @param dropped      texts that were not computed, by reason
     */
    public record LaneStatistics(
            String lane,
            long vectors,
            long tokens,
            @JsonProperty("padding_waste") double paddingWaste,
            Stage waiting,
            Stage computing,
            Map<String, Long> dropped) {}

    /**
     * How often something was done, and how long it took.
     *
     * @param maxMs greatest time of the last minutes
     */
    public record Stage(
            long count,
            @JsonProperty("mean_ms") double meanMs,
            @JsonProperty("max_ms") double maxMs) {

        static Stage of(Timer timer) {
            return new Stage(timer.count(), timer.mean(TimeUnit.MILLISECONDS), timer.max(TimeUnit.MILLISECONDS));
        }
    }
}
