package io.mnemesh.memory.memories.batch;

import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryService;
import io.mnemesh.memory.memories.MemoryService.Addition;
import io.mnemesh.memory.memories.MemoryUpdates;
import io.mnemesh.memory.memories.batch.BatchAnswer.Outcome;
import io.mnemesh.mesh.problem.ProblemDocument;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Does many changes one after another in the order asked, each as if it had been asked for alone. Adds that follow each
 * other share a transaction, but for values of slots, whose locks are not to be held together; where one of them is
 * refused they are done anew, each in its own. Transactions never overlap:
 * sessions belong to the caller's context, which can hold one at a time.
 */
@ApplicationScoped
public class MemoryBatches {

    /** Most adds in one transaction. */
    private static final int TOGETHER = 50;

    private static final MeshLog LOG = MeshLog.of(MemoryBatches.class);

    private final MemoryService memories;
    private final MemoryUpdates updates;

    MemoryBatches(MemoryService memories, MemoryUpdates updates) {
        this.memories = memories;
        this.updates = updates;
    }

    /** Never fails as a whole. */
    public Uni<BatchAnswer> run(Identity caller, List<BatchDraft.@Nullable Item> items) {
        return all(caller, items.stream().map(BatchItem::of).toList()).map(BatchAnswer::of);
    }

    /** Adds these, each with its own outcome. Never fails as a whole. */
    public Uni<List<Outcome>> add(Identity caller, List<Addition> additions) {
        return all(caller, additions.stream().<BatchItem>map(BatchItem.Add::new).toList());
    }

    private Uni<List<Outcome>> all(Identity caller, List<BatchItem> items) {
        return Multi.createFrom()
                .iterable(parts(items))
                .onItem()
                .transformToUniAndConcatenate(part -> run(caller, part))
                .collect()
                .in(ArrayList<Outcome>::new, List::addAll)
                .map(List::copyOf);
    }

    /** The items in their order: adds that follow each other together, everything else alone. */
    private static List<Part> parts(List<BatchItem> items) {
        var parts = new ArrayList<Part>();
        var adds = new ArrayList<Addition>();
        for (BatchItem item : items) {
            Addition addition = joining(item);
            if (!adds.isEmpty() && (adds.size() == TOGETHER || addition == null)) {
                parts.add(new Adds(List.copyOf(adds)));
                adds.clear();
            }
            if (addition != null) {
                adds.add(addition);
            } else {
                parts.add(new One(item));
            }
        }
        if (!adds.isEmpty()) {
            parts.add(new Adds(List.copyOf(adds)));
        }
        return parts;
    }

    /** What may share a transaction; null for everything else. */
    private static @Nullable Addition joining(BatchItem item) {
        return item instanceof BatchItem.Add(Addition addition)
                        && addition.memory().slot() == null
                ? addition
                : null;
    }

    private Uni<List<Outcome>> run(Identity caller, Part part) {
        return switch (part) {
            case One(BatchItem item) -> alone(caller, item).map(List::of);
            case Adds(List<Addition> additions) -> together(caller, additions);
        };
    }

    private Uni<List<Outcome>> together(Identity caller, List<Addition> additions) {
        return memories.storeAll(caller, additions)
                .map(stored ->
                        stored.stream().map(memory -> success(201, memory)).toList())
                .onFailure(failure -> additions.size() > 1 && refusesOne(failure))
                .recoverWithUni(() -> oneByOne(caller, additions))
                .onFailure()
                .recoverWithItem(failure -> Collections.nCopies(additions.size(), failure(failure)));
    }

    /** True if one memory was refused, which certainly ended the transaction; not if it is unknown how it ended. */
    private static boolean refusesOne(Throwable failure) {
        return failure instanceof ProblemException problem
                && (problem.type() == ProblemType.CONFLICT
                        || problem.type() == ProblemType.IDEMPOTENCY_MISMATCH
                        || problem.type() == ProblemType.INVALID_VALUE);
    }

    private Uni<List<Outcome>> oneByOne(Identity caller, List<Addition> additions) {
        return Multi.createFrom()
                .iterable(additions)
                .onItem()
                .transformToUniAndConcatenate(addition -> alone(caller, new BatchItem.Add(addition)))
                .collect()
                .asList();
    }

    private Uni<Outcome> alone(Identity caller, BatchItem item) {
        return outcome(caller, item).onFailure().recoverWithItem(MemoryBatches::failure);
    }

    private Uni<Outcome> outcome(Identity caller, BatchItem item) {
        return switch (item) {
            case BatchItem.Add(Addition addition) ->
                memories.storeAll(caller, List.of(addition)).map(stored -> success(201, stored.getFirst()));
            case BatchItem.Update update ->
                updates.change(caller, update.id(), update.expected(), update.change())
                        .map(memory -> success(200, memory));
            case BatchItem.Delete delete ->
                memories.delete(caller.tenant(), delete.id(), delete.expected()).replaceWith(() -> success(204, null));
            case BatchItem.Refused(ProblemException problem) -> Uni.createFrom().failure(problem);
        };
    }

    private static Outcome success(int status, @Nullable Memory memory) {
        return new Outcome(status, memory, null);
    }

    private static Outcome failure(Throwable failure) {
        ProblemException problem = failure instanceof ProblemException known ? known : ours(failure);
        return new Outcome(
                problem.type().status(),
                null,
                ProblemDocument.of(problem).toJson().getMap());
    }

    private static ProblemException ours(Throwable failure) {
        LOG.error("An item of a batch failed").cause(failure).log();
        return new ProblemException(
                ProblemType.INTERNAL,
                "The item failed for a reason of ours and it is unknown whether it was done; an add can be repeated"
                        + " with its idempotency key, an update with its version.");
    }

    /** Items that are done together. */
    private sealed interface Part permits One, Adds {}

    private record One(BatchItem item) implements Part {}

    private record Adds(List<Addition> additions) implements Part {}
}
