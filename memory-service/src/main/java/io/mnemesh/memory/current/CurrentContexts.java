package io.mnemesh.memory.current;

import io.mnemesh.memory.current.persistence.CurrentContextRepository;
import io.mnemesh.memory.memories.ContextKey;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps what callers say they are at until it expires. A caller sees its own contexts only. */
@ApplicationScoped
public class CurrentContexts {

    private final TenantSessions sessions;
    private final CurrentContextRepository repository;
    private final Clock clock;

    CurrentContexts(TenantSessions sessions, CurrentContextRepository repository, Clock clock) {
        this.sessions = sessions;
        this.repository = repository;
        this.clock = clock;
    }

    /** Notes what the caller is at, in place of what it said before of the same session. */
    public Uni<CurrentContext> set(Identity caller, @Nullable CurrentContextDraft draft) {
        CurrentContext context = CurrentContextDraft.check(draft, now());
        return sessions.inTenant(
                        caller.tenant(),
                        transaction -> repository
                                .forget(caller.tenant(), now())
                                .chain(() -> repository.put(caller.tenant(), caller.subject(), context)))
                .replaceWith(context);
    }

    /** What the caller is at in a session, or as it said last; {@code not-found} if it did not or it has expired. */
    public Uni<CurrentContext> get(Identity caller, @Nullable String session) {
        return find(caller, session)
                .map(found -> found.orElseThrow(() -> ProblemException.notFound("No current context is set.")));
    }

    /** The same, empty if there is none. */
    public Uni<Optional<CurrentContext>> find(Identity caller, @Nullable String session) {
        Instant now = now();
        return sessions.inTenant(
                caller.tenant(), transaction -> repository.latest(caller.tenant(), caller.subject(), session, now));
    }

    /** Forgets what the caller is at, in a session or in all. */
    public Uni<Void> clear(Identity caller, @Nullable String session) {
        return sessions.inTenant(
                caller.tenant(), transaction -> repository.remove(caller.tenant(), caller.subject(), session));
    }

    /** The places asked for, with those of the caller's current context where it is asked for too. */
    public Uni<Bias> resolve(Identity caller, Bias asked) {
        return asked.current()
                ? find(caller, asked.place().get(ContextKey.SESSION)).map(found -> {
                    Map<ContextKey, String> place = new EnumMap<>(ContextKey.class);
                    found.ifPresent(context -> place.putAll(context.place()));
                    place.putAll(asked.place());
                    return new Bias(false, place);
                })
                : Uni.createFrom().item(asked);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
