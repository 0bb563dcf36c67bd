package io.mnemesh.memory.memories.contradictions;

import io.mnemesh.memory.consolidation.wording.Opposition;
import io.mnemesh.memory.memories.contradictions.Contradiction.Statement;
import io.mnemesh.memory.memories.persistence.ClaimRepository;
import io.mnemesh.memory.memories.persistence.ClaimRepository.Stated;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reports statements of which not all can hold: those that give the same attribute other values, as far as rules can read
 * them, and those that deny what similar ones say in the same words. It decides nothing: putting them into a slot or linking
 * them does.
 */
@ApplicationScoped
public class Contradictions {

    /** What is disputed where one denies what the other says. */
    private static final String HOLDS = "holds";

    private final TenantSessions sessions;
    private final ClaimRepository claims;

    Contradictions(TenantSessions sessions, ClaimRepository claims) {
        this.sessions = sessions;
        this.claims = claims;
    }

    /** Those after a claim, in the order of their subjects. */
    public Uni<ContradictionPage> list(TenantId tenant, @Nullable String after, int limit) {
        return sessions.inTenant(
                tenant,
                transaction -> claims.disputed(tenant, after == null ? "" : after, limit + 1)
                        .chain(found -> {
                            List<String> shown = found.subList(0, Math.min(limit, found.size()));
                            return claims.statements(tenant, shown)
                                    .map(stated -> page(shown, stated, found.size() > limit));
                        }));
    }

    private static ContradictionPage page(List<String> shown, List<Stated> stated, boolean more) {
        Map<String, List<Stated>> byClaim = stated.stream().collect(Collectors.groupingBy(Stated::claim));
        List<Contradiction> items = shown.stream()
                .map(claim -> contradiction(claim, byClaim.getOrDefault(claim, List.of())))
                .toList();
        return new ContradictionPage(items, more ? shown.getLast() : null);
    }

    private static Contradiction contradiction(String claim, List<Stated> stated) {
        List<Statement> statements = stated.stream()
                .map(one ->
                        new Statement(one.value(), similarity(stated.getFirst().vector(), one.vector()), one.memory()))
                .toList();
        if (Stated.isDenial(claim)) {
            String words = stated.isEmpty()
                    ? ""
                    : Opposition.side(stated.getFirst().memory().content()).words();
            return new Contradiction(words, HOLDS, statements);
        }
        int split = claim.indexOf('\n');
        return new Contradiction(claim.substring(0, split), claim.substring(split + 1), statements);
    }

    private static @Nullable Double similarity(float @Nullable [] one, float @Nullable [] other) {
        if (one == null || other == null || one.length != other.length) {
            return null;
        }
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
