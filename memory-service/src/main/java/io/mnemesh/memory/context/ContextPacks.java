package io.mnemesh.memory.context;

import io.mnemesh.memory.current.Bias;
import io.mnemesh.memory.current.CurrentContexts;
import io.mnemesh.memory.memories.ContextKey;
import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.MemoryService;
import io.mnemesh.memory.memories.MemoryType;
import io.mnemesh.memory.memories.Page;
import io.mnemesh.memory.memories.PageRequest;
import io.mnemesh.memory.memories.Validity;
import io.mnemesh.memory.search.Search;
import io.mnemesh.memory.search.SearchAnswer;
import io.mnemesh.memory.search.SearchService;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes context packs: the facts found for what is at hand, the open tasks and the latest turns. For the same time and the
 * same memories the pack is the same.
 */
@ApplicationScoped
public class ContextPacks {

    private static final int MOST = 100;

    /** Longest part of a turn that is searched for, in characters. */
    private static final int QUESTION = 1000;

    private static final Set<MemoryType> TURNS = Set.of(new MemoryType("conversation_turn"));
    private static final Set<MemoryType> TASKS = Set.of(new MemoryType("workflow_step"), new MemoryType("x-task"));

    /** Values of the detail {@code status} that make a task an open one. */
    private static final Set<String> OPEN =
            Set.of("open", "todo", "pending", "planned", "started", "active", "in_progress", "in progress", "blocked");

    private static final Comparator<Memory> LATEST =
            Comparator.comparing(Memory::happenedAt).thenComparing(Memory::id).reversed();

    private final MemoryService memories;
    private final SearchService search;
    private final CurrentContexts contexts;

    ContextPacks(MemoryService memories, SearchService search, CurrentContexts contexts) {
        this.memories = memories;
        this.search = search;
        this.contexts = contexts;
    }

    /** The pack asked for. */
    public Uni<ContextPack> pack(Identity caller, ContextRequest request) {
        return request.current()
                ? contexts.resolve(caller, new Bias(true, request.only(ContextKey.SESSION)))
                        .chain(bias -> packed(caller, request.at(bias)))
                : packed(caller, request);
    }

    private Uni<ContextPack> packed(Identity caller, ContextRequest request) {
        TenantId tenant = caller.tenant();
        return turns(tenant, request)
                .chain(turns -> tasks(tenant, request)
                        .chain(tasks -> facts(caller, request, turns)
                                .map(facts -> new Packer(request.maxTokens())
                                        .pack(facts.memories(), tasks, turns)
                                        .noting(facts.notice()))));
    }

    /** Of the conversation, or of the session or else of the person where none is named; the latest first. */
    private Uni<List<Memory>> turns(TenantId tenant, ContextRequest request) {
        for (ContextKey key : List.of(ContextKey.CONVERSATION, ContextKey.SESSION, ContextKey.USER)) {
            if (request.place().containsKey(key)) {
                return latest(tenant, request, TURNS, request.only(key));
            }
        }
        return Uni.createFrom().item(List.of());
    }

    /** Of the task, the person and the workspace that are named; none if none is. */
    private Uni<List<Memory>> tasks(TenantId tenant, ContextRequest request) {
        Map<ContextKey, String> place = request.only(ContextKey.TASK, ContextKey.USER, ContextKey.WORKSPACE);
        return place.isEmpty()
                ? Uni.createFrom().item(List.of())
                : latest(tenant, request, TASKS, place)
                        .map(found -> found.stream().filter(ContextPacks::open).toList());
    }

    private static boolean open(Memory task) {
        String status = task.details().get("status");
        return status != null && OPEN.contains(status.toLowerCase(Locale.ROOT));
    }

    private Uni<List<Memory>> latest(
            TenantId tenant, ContextRequest request, Set<MemoryType> types, Map<ContextKey, String> place) {
        return memories.list(tenant, filter(types, place), validity(request), new PageRequest(MOST, null))
                .map(Page::items)
                .map(found -> found.stream().sorted(LATEST).toList());
    }

    /** Biased towards what the caller is at, if that is asked for. */
    private Uni<Facts> facts(Identity caller, ContextRequest request, List<Memory> turns) {
        MemoryFilter filter = new MemoryFilter(
                Set.of(),
                request.only(ContextKey.USER, ContextKey.WORKSPACE),
                Set.of(),
                Map.of(),
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(filter(TURNS, Map.of()), filter(TASKS, Map.of())));
        String question = question(request, turns);
        if (question == null) {
            return Uni.createFrom().item(new Facts(List.of(), null));
        }
        Map<ContextKey, String> atHand = request.only(
                ContextKey.SESSION,
                ContextKey.CONVERSATION,
                ContextKey.WORKSPACE,
                ContextKey.DASHBOARD,
                ContextKey.TASK);
        var wanted = new Search(
                question,
                MOST,
                filter,
                validity(request),
                Map.of(),
                request.at(),
                0,
                false,
                request.current() ? new Bias(false, atHand) : null,
                null);
        return search.search(caller, wanted)
                .map(answer -> new Facts(
                        answer.hits().stream().map(SearchAnswer.Hit::memory).toList(), answer.notice()));
    }

    private static @Nullable String question(ContextRequest request, List<Memory> turns) {
        if (request.query() != null || turns.isEmpty()) {
            return request.query();
        }
        String said = turns.getFirst().content();
        int end = Math.min(said.length(), QUESTION);
        return said.substring(0, Character.isHighSurrogate(said.charAt(end - 1)) ? end - 1 : end);
    }

    private static Validity validity(ContextRequest request) {
        return Validity.of(request.at(), true);
    }

    private static MemoryFilter filter(Set<MemoryType> types, Map<ContextKey, String> place) {
        return new MemoryFilter(types, place, Set.of(), Map.of(), null, null);
    }

    /**
     * What a search for facts found.
     *
     * @param memories the best first
     * @param notice   why it was not searched as well as it could be
     */
    private record Facts(List<Memory> memories, @Nullable String notice) {}
}
