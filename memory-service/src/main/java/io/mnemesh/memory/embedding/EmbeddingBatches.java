package io.mnemesh.memory.embedding;

import io.mnemesh.memory.background.Gathering;
import io.mnemesh.memory.embedding.EmbeddingEffect.Caused;
import io.mnemesh.memory.index.Generation;
import io.mnemesh.memory.storage.EventLoops;
import io.mnemesh.mesh.problem.Failures;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.mesh.work.EmbeddingsClient;
import io.mnemesh.mesh.work.Lane;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Vectors of memories that were stored or have changed: of one at a time while few arrive, of many with one request and one
 * transaction while many do. Where a page cannot be done as a whole, each of it is done alone, so that none fails for
 * another.
 */
@ApplicationScoped
class EmbeddingBatches {

    private static final int PAGE = 32;
    private static final int PAGE_CHARACTERS = 64 * 1024;

    /** As many as the consumer hands over; it waits for each. */
    private static final Gathering.Limits LIMITS = new Gathering.Limits(Integer.MAX_VALUE, 4, PAGE);

    private final EmbeddingsClient embeddings;
    private final EmbeddingConfig config;
    private final EmbeddingEffect effect;
    private final Gathering<Waiting> waiting;

    EmbeddingBatches(EmbeddingsClient embeddings, EmbeddingConfig config, EmbeddingEffect effect, EventLoops loops) {
        this.embeddings = embeddings;
        this.config = config;
        this.effect = effect;
        this.waiting = new Gathering<>(LIMITS, EmbeddingBatches::fits, this::store, Runnable::run, loops::detached);
    }

    /** A memory whose content waits for its vector. */
    private record Waiting(
            Generation generation, TenantId tenant, Caused memory, String content, UniEmitter<? super Void> caller) {}

    /** Computes and stores the vector of a version; completes when it is stored, or is not wanted any more. */
    Uni<Void> store(Generation generation, TenantId tenant, Caused memory, String content) {
        return Uni.createFrom()
                .emitter(caller -> waiting.add(new Waiting(generation, tenant, memory, content, caller)));
    }

    private static boolean fits(List<Waiting> page, Waiting next) {
        Waiting first = page.getFirst();
        return first.tenant().equals(next.tenant())
                && first.generation().equals(next.generation())
                && page.stream().mapToInt(one -> one.content().length()).sum()
                                + next.content().length()
                        <= PAGE_CHARACTERS
                && page.stream()
                        .noneMatch(one -> one.memory()
                                .memory()
                                .id()
                                .equals(next.memory().memory().id()));
    }

    /** Tells every caller, and never fails itself. */
    private Uni<Void> store(List<Waiting> page) {
        return computed(page)
                .invoke(() -> page.forEach(one -> one.caller().complete(null)))
                .onFailure()
                .recoverWithUni(failure -> {
                    if (page.size() > 1 && !Failures.isTransient(failure)) {
                        return Multi.createFrom()
                                .iterable(page)
                                .onItem()
                                .transformToUniAndConcatenate(one -> store(List.of(one)))
                                .collect()
                                .last();
                    }
                    page.forEach(one -> one.caller().fail(failure));
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> computed(List<Waiting> page) {
        Waiting first = page.getFirst();
        return embeddings
                .embed(
                        first.tenant(),
                        first.generation().model(),
                        page.stream().map(Waiting::content).toList(),
                        Lane.BULK,
                        config.deadline())
                .chain(answer -> page.size() == 1
                        ? effect.store(
                                first.generation(),
                                first.tenant(),
                                first.memory(),
                                answer.model(),
                                answer.vectors().getFirst())
                        : effect.storeAll(
                                first.generation(),
                                first.tenant(),
                                page.stream().map(Waiting::memory).toList(),
                                answer));
    }
}
