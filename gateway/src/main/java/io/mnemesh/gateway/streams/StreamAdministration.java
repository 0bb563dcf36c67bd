package io.mnemesh.gateway.streams;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.stream.DeadLetter;
import io.mnemesh.mesh.stream.DeadLetters;
import io.mnemesh.mesh.stream.Replay;
import io.mnemesh.mesh.stream.StreamStats;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Administration of the event log. An admin deals with the dead letters of the own tenant and does not learn of others;
 * an operator deals with all.
 */
@ApplicationScoped
public class StreamAdministration {

    private static final Pattern GROUP = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");
    private static final Pattern LETTER = Pattern.compile("\\d{1,4}:\\d{1,19}-\\d{1,19}");
    private static final Pattern ENTRY = Pattern.compile("\\d{1,19}-\\d{1,19}");
    private static final int LARGEST_PAGE = 1000;

    private final DeadLetters deadLetters;
    private final StreamStats stats;
    private final Replay replay;

    StreamAdministration(DeadLetters deadLetters, StreamStats stats, Replay replay) {
        this.deadLetters = deadLetters;
        this.stats = stats;
        this.replay = replay;
    }

    /** Every partition with every group. */
    public Uni<List<PartitionView>> partitions() {
        return stats.partitions()
                .map(partitions -> partitions.stream().map(PartitionView::of).toList());
    }

    /** One page of the dead letters the caller may see. */
    public Uni<DeadLetterPage> list(Identity caller, @Nullable String group, int limit, @Nullable String cursor) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw ProblemException.invalid("limit", "A page has 1 to " + LARGEST_PAGE + " dead letters.");
        }
        boolean operator = isOperator(caller);
        return deadLetters
                .list(group(group), confinedTo(caller), limit, cursor)
                .map(page -> new DeadLetterPage(
                        page.items().stream()
                                .map(letter -> DeadLetterView.of(letter, operator))
                                .toList(),
                        page.nextCursor()));
    }

    /** Has one dead letter handled once more. */
    public Uni<Void> replay(Identity caller, String group, String id) {
        return visible(caller, group, id)
                .chain(letter -> deadLetters.replay(group, id))
                .invoke(StreamAdministration::requireFound)
                .replaceWithVoid();
    }

    /** Has all dead letters the caller may see handled once more. */
    public Uni<Replayed> replayAll(Identity caller, String group) {
        return deadLetters.replayAll(group(group), confinedTo(caller)).map(Replayed::new);
    }

    /** Removes one dead letter. */
    public Uni<Void> drop(Identity caller, String group, String id) {
        return visible(caller, group, id)
                .chain(letter -> deadLetters.drop(group, id))
                .invoke(StreamAdministration::requireFound)
                .replaceWithVoid();
    }

    /** Sets a group back or forth. */
    public Uni<Void> replay(ReplayRequest request) {
        String group = group(request.group());
        if ((request.from() == null) == (request.after() == null)) {
            throw ProblemException.invalid("from", "Send either 'from', a time, or 'after', entries by partition.");
        }
        if (request.from() != null) {
            return replay.fromTime(group, request.from());
        }
        if (!request.after().values().stream()
                .allMatch(entry -> ENTRY.matcher(entry).matches())) {
            throw ProblemException.invalid("after", "An entry id is like 1763726400000-0.");
        }
        return replay.afterEntries(group, request.after());
    }

    private Uni<DeadLetter> visible(Identity caller, String group, String id) {
        if (!LETTER.matcher(id).matches()) {
            throw notFound();
        }
        TenantId tenant = confinedTo(caller);
        return deadLetters
                .find(group(group), id)
                .map(found -> found.filter(
                                letter -> tenant == null || tenant.value().equals(letter.tenant()))
                        .orElseThrow(StreamAdministration::notFound));
    }

    private static @Nullable TenantId confinedTo(Identity caller) {
        return isOperator(caller) ? null : caller.tenant();
    }

    private static boolean isOperator(Identity caller) {
        return caller.roles().contains(Identity.OPERATOR);
    }

    private static String group(@Nullable String group) {
        if (group == null || !GROUP.matcher(group).matches()) {
            throw ProblemException.invalid("group", "Name a consumer group, for example memory-embedder.");
        }
        return group;
    }

    private static void requireFound(boolean found) {
        if (!found) {
            throw notFound();
        }
    }

    private static ProblemException notFound() {
        return ProblemException.notFound("There is no such dead letter.");
    }
}
