package io.mnemesh.memory.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.memory.memories.Facts;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryService;
import io.mnemesh.memory.memories.MemoryService.Addition;
import io.mnemesh.memory.memories.MemoryService.Origin;
import io.mnemesh.memory.memories.batch.BatchAnswer.Outcome;
import io.mnemesh.memory.memories.batch.MemoryBatches;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.memory.transfer.persistence.ImportRepository;
import io.mnemesh.memory.transfer.persistence.StoredImport;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.Statements;
import io.mnemesh.mesh.problem.ProblemDocument;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.problem.Problems;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One step of an import: some of its lines become memories, each under an idempotency key made of the import and the line,
 * and are then taken off in a transaction of their own with what was counted and the event that tells of it. A process that
 * dies in between, or another instance at the same lines, stores nothing twice and counts nothing twice. Once all lines are
 * stored, those that are superseded are linked.
 */
@ApplicationScoped
class ImportStep {

    /** Lines in one step. */
    private static final int PAGE = 50;

    /** An event per import at most this often, and one at its end. */
    private static final Duration BETWEEN_EVENTS = Duration.ofSeconds(2);

    /** Steps without a way forward after which lines are refused. */
    private static final int TRIES = 20;

    private static final int SERVER_ERROR = 500;

    private final TenantSessions sessions;
    private final ImportRepository repository;
    private final MemoryBatches batches;
    private final MemoryService memories;
    private final Facts facts;
    private final ImportEvents events;
    private final Outbox outbox;
    private final ObjectMapper mapper;
    private final Clock clock;
    private final Map<UUID, Instant> told = new ConcurrentHashMap<>();
    private final Map<UUID, Integer> tries = new ConcurrentHashMap<>();

    ImportStep(
            TenantSessions sessions,
            ImportRepository repository,
            MemoryBatches batches,
            MemoryService memories,
            Facts facts,
            ImportEvents events,
            Outbox outbox,
            ObjectMapper mapper,
            Clock clock) {
        this.sessions = sessions;
        this.repository = repository;
        this.batches = batches;
        this.memories = memories;
        this.facts = facts;
        this.events = events;
        this.outbox = outbox;
        this.mapper = mapper;
        this.clock = clock;
    }

    /** Whether there is more to do. */
    enum Progress {
        /** At once. */
        MORE,
        /** Later. */
        LATER,
        /** Not until more lines come. */
        NOTHING
    }

    /** Does a step of the tenant's oldest import that can go on. */
    Uni<Progress> run(TenantId tenant) {
        return sessions.inTenant(
                        tenant,
                        transaction -> repository
                                .next(tenant)
                                .chain(found -> found.isEmpty()
                                        ? Uni.createFrom().item(Work.NOTHING)
                                        : work(tenant, found.get())))
                .chain(work -> {
                    StoredImport job = work.job();
                    return job == null ? Uni.createFrom().item(Progress.NOTHING) : run(tenant, job, work);
                });
    }

    private Uni<Work> work(TenantId tenant, StoredImport job) {
        return repository
                .lines(tenant, job.id(), false, PAGE)
                .chain(lines -> !lines.isEmpty()
                        ? Uni.createFrom().item(new Work(job, false, lines))
                        : repository.lines(tenant, job.id(), true, PAGE).map(linking -> new Work(job, true, linking)));
    }

    private Uni<Progress> run(TenantId tenant, StoredImport job, Work work) {
        if (work.lines().isEmpty()) {
            return finish(tenant, job, new Done(), true).replaceWith(Progress.MORE);
        }
        Uni<Done> done = work.linking() ? link(tenant, work.lines()) : store(tenant, job, work.lines());
        return done.chain(found -> {
            if (found.failing() && tries.merge(job.id(), 1, Integer::sum) < TRIES) {
                return finish(tenant, job, found, false).replaceWith(Progress.LATER);
            }
            if (found.failing()) {
                found.giveUp(work.lines().keySet());
            }
            tries.remove(job.id());
            return finish(tenant, job, found, false).replaceWith(Progress.MORE);
        });
    }

    private Uni<Done> store(TenantId tenant, StoredImport job, Map<Long, String> texts) {
        var done = new Done();
        Map<Long, ImportDraft.Line> lines = new LinkedHashMap<>();
        texts.forEach((number, text) -> read(number, text, lines, done));
        List<UUID> named = lines.values().stream()
                .map(ImportDraft.Line::origin)
                .filter(Objects::nonNull)
                .map(Origin::id)
                .filter(Objects::nonNull)
                .toList();
        return memories.byIds(tenant, named).chain(known -> {
            var additions = new LinkedHashMap<Long, Addition>();
            Set<UUID> seen = new LinkedHashSet<>();
            lines.forEach((number, line) -> {
                Origin origin = line.origin();
                UUID id = origin == null ? null : origin.id();
                Memory there = id == null ? null : known.get(id);
                if (there != null) {
                    done.there(number, line, there);
                } else if (id != null && !seen.add(id)) {
                    done.again(number);
                } else {
                    additions.put(number, new Addition(line.memory(), "import:" + job.id() + ":" + number, origin));
                }
            });
            return add(tenant, job, lines, additions, done);
        });
    }

    private void read(long number, String text, Map<Long, ImportDraft.Line> lines, Done done) {
        try {
            ImportDraft draft = mapper.readValue(text, ImportDraft.class);
            if (draft == null) {
                throw ProblemException.invalid("line", "A line must be a JSON object with 'content' and 'type'.");
            }
            lines.put(number, draft.check(clock.instant()));
        } catch (JsonProcessingException | ProblemException e) {
            done.refused(number, Problems.document(e));
        }
    }

    private Uni<Done> add(
            TenantId tenant,
            StoredImport job,
            Map<Long, ImportDraft.Line> lines,
            Map<Long, Addition> additions,
            Done done) {
        var caller = new Identity(tenant, job.createdBy(), Set.of(), Set.of());
        List<Long> numbers = List.copyOf(additions.keySet());
        return batches.add(caller, List.copyOf(additions.values()))
                .invoke(outcomes -> {
                    for (int i = 0; i < outcomes.size(); i++) {
                        long number = numbers.get(i);
                        done.outcome(number, Objects.requireNonNull(lines.get(number)), outcomes.get(i));
                    }
                })
                .replaceWith(done);
    }

    private Uni<Done> link(TenantId tenant, Map<Long, String> texts) {
        var done = new Done();
        return Multi.createFrom()
                .iterable(texts.entrySet())
                .onItem()
                .transformToUniAndConcatenate(entry -> {
                    var link = new JsonObject(entry.getValue());
                    UUID former = UUID.fromString(link.getString("former"));
                    return facts.supersede(tenant, UUID.fromString(link.getString("by")), former)
                            .invoke(linked -> done.linked(entry.getKey()))
                            .onFailure(ProblemException.class)
                            .recoverWithUni(failure -> {
                                done.unlinked(entry.getKey(), Problems.document(failure));
                                return Uni.createFrom().nullItem();
                            });
                })
                .collect()
                .last()
                .replaceWith(done);
    }

    /** Takes the lines off that are done with. */
    private Uni<Void> finish(TenantId tenant, StoredImport seen, Done done, boolean end) {
        return sessions.inTenant(
                        tenant,
                        transaction -> repository
                                .lock(tenant, seen.id())
                                .chain(found ->
                                        found.isEmpty() || found.get().state().finished()
                                                ? Uni.createFrom().voidItem()
                                                : finish(transaction, tenant, found.get(), done, end)))
                .invoke(outbox::wake);
    }

    private Uni<Void> finish(Statements transaction, TenantId tenant, StoredImport job, Done done, boolean end) {
        Instant now = clock.instant();
        return repository.takeOff(tenant, job.id(), done.off(), done.linking).chain(taken -> {
            Map<Long, String> refused = new TreeMap<>(done.refused);
            refused.keySet().retainAll(taken);
            long stored = taken.stream().filter(done.stored::contains).count();
            StoredImport next =
                    job.went(stored, refused.size() - done.unlinked(refused.keySet()), end && job.closed(), now);
            boolean tell = next.state().finished()
                    || !told.getOrDefault(job.id(), Instant.EPOCH)
                            .plus(BETWEEN_EVENTS)
                            .isAfter(now);
            if (next.state().finished()) {
                told.remove(job.id());
                tries.remove(job.id());
            } else if (tell) {
                told.put(job.id(), now);
            }
            return repository
                    .refuse(tenant, job.id(), refused)
                    .chain(() -> repository.update(tenant, next))
                    .chain(() -> tell
                            ? outbox.append(transaction, List.of(events.of(tenant, next)))
                            : Uni.createFrom().voidItem());
        });
    }

    /**
     * What there is to do.
     *
     * @param linking true for links, once everything is stored
     */
    private record Work(@Nullable StoredImport job, boolean linking, Map<Long, String> lines) {

        static final Work NOTHING = new Work(null, false, Map.of());
    }

    /** What became of the lines of a step. Belongs to one thread at a time. */
    private static final class Done {

        private final Set<Long> stored = new LinkedHashSet<>();
        private final Set<Long> linked = new LinkedHashSet<>();
        private final Set<Long> unlinked = new LinkedHashSet<>();
        private final Map<Long, String> refused = new TreeMap<>();
        private final Map<Long, String> linking = new TreeMap<>();
        private final Map<Long, String> failing = new TreeMap<>();

        List<Long> off() {
            var off = new ArrayList<>(stored);
            off.addAll(linked);
            off.addAll(refused.keySet());
            return off;
        }

        boolean failing() {
            return !failing.isEmpty();
        }

        /** Links that could not be made are told, but their lines are stored. */
        long unlinked(Set<Long> some) {
            return some.stream().filter(unlinked::contains).count();
        }

        void refused(long number, ProblemDocument problem) {
            refused.put(number, problem.encode());
        }

        void unlinked(long number, ProblemDocument problem) {
            unlinked.add(number);
            refused(number, problem);
        }

        void linked(long number) {
            linked.add(number);
        }

        void there(long number, ImportDraft.Line line, Memory there) {
            if (there.content().equals(line.memory().content())
                    && there.type().equals(line.memory().type())) {
                stored(number, line, there.id());
            } else {
                refused(
                        number,
                        ProblemDocument.of(
                                new ProblemException(ProblemType.CONFLICT, "There is another memory with this id.")));
            }
        }

        void again(long number) {
            refused(
                    number,
                    ProblemDocument.of(
                            new ProblemException(ProblemType.CONFLICT, "A line before this one has the same id.")));
        }

        void outcome(long number, ImportDraft.Line line, Outcome outcome) {
            Memory memory = outcome.memory();
            String problem = outcome.problem() == null ? "{}" : new JsonObject(outcome.problem()).encode();
            if (memory != null) {
                stored(number, line, memory.id());
            } else if (outcome.status() >= SERVER_ERROR) {
                failing.put(number, problem);
            } else {
                refused.put(number, problem);
            }
        }

        private void stored(long number, ImportDraft.Line line, UUID id) {
            stored.add(number);
            UUID by = line.supersededBy();
            if (by != null && line.memory().slot() == null) {
                linking.put(
                        number,
                        new JsonObject()
                                .put("former", id.toString())
                                .put("by", by.toString())
                                .encode());
            }
        }

        /** What fails for ever is refused. */
        void giveUp(Set<Long> lines) {
            failing.forEach((number, problem) -> {
                if (lines.contains(number)) {
                    refused.put(number, problem);
                }
            });
        }
    }
}
