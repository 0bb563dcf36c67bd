package io.mnemesh.cacheservice.objects;

import io.mnemesh.cache.Found;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads many objects until the answer is full. As many are looked for at once, with one round trip per tier, as fit into four
 * answers if each is of the greatest size; so what a caller stored never decides how much memory a read takes.
 */
@ApplicationScoped
public class ManyObjects {

    /** Most keys in one call. */
    public static final int MOST = 1000;

    private static final int ANSWERS_AT_ONCE = 4;

    private final Objects objects;
    private final long maxAnswerBytes;
    private final int atOnce;

    @Inject
    ManyObjects(Objects objects, ObjectsConfig config) {
        this.objects = objects;
        this.maxAnswerBytes = config.maxAnswerSize().asLongValue();
        this.atOnce = atOnce(config);
    }

    /** What became of one key. */
    public sealed interface Outcome {

        /** It is in the answer. */
        record There(Found<CachedObject> found) implements Outcome {}

        /** There is none. */
        record Missing() implements Outcome {}

        /** The answer was full before; ask for it again. */
        record LeftOut() implements Outcome {}
    }

    /**
     * The outcome of each key, in the order they were asked for.
     *
     * @throws ProblemException naming what is not acceptable
     */
    public Uni<Map<String, Outcome>> find(TenantId tenant, String namespace, @Nullable List<@Nullable String> keys) {
        return new Reading(tenant, addresses(namespace, keys)).next();
    }

    /**
     * Checked keys of one call, each once.
     *
     * @throws ProblemException naming what is not acceptable
     */
    static List<ObjectAddress> addresses(String namespace, @Nullable List<@Nullable String> keys) {
        if (keys == null || keys.isEmpty()) {
            throw ProblemException.invalid("keys", "'keys' must hold 1 to " + MOST + " keys.");
        }
        if (keys.size() > MOST) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "'keys' must hold 1 to " + MOST + " keys.",
                    Map.of("field", "keys", "limit", MOST),
                    null,
                    null);
        }
        var addresses = new ArrayList<ObjectAddress>();
        for (String key : keys) {
            if (key == null) {
                throw ProblemException.invalid("keys", "A key is not null.");
            }
            addresses.add(new ObjectAddress(namespace, key));
        }
        return addresses.stream().distinct().toList();
    }

    /** Objects that may be read at once: as many as fit into four answers if each is of the greatest size. */
    static int atOnce(ObjectsConfig config) {
        long objectBytes = Math.max(1, config.maxObjectSize().asLongValue());
        return Math.clamp(ANSWERS_AT_ONCE * config.maxAnswerSize().asLongValue() / objectBytes, 1, MOST);
    }

    /** One call under way. */
    private final class Reading {

        private final TenantId tenant;
        private final List<ObjectAddress> addresses;
        private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
        private long bytes;
        private boolean full;

        Reading(TenantId tenant, List<ObjectAddress> addresses) {
            this.tenant = tenant;
            this.addresses = addresses;
        }

        Uni<Map<String, Outcome>> next() {
            int from = outcomes.size();
            if (from == addresses.size()) {
                return Uni.createFrom().item(outcomes);
            }
            if (full) {
                addresses
                        .subList(from, addresses.size())
                        .forEach(address -> outcomes.put(address.key(), new Outcome.LeftOut()));
                return Uni.createFrom().item(outcomes);
            }
            var part = addresses.subList(from, Math.min(addresses.size(), from + atOnce));
            return objects.findMany(tenant, part).chain(found -> {
                part.forEach(address -> outcomes.put(address.key(), outcome(found.get(address))));
                return next();
            });
        }

        private Outcome outcome(@Nullable Found<CachedObject> found) {
            if (found == null) {
                return new Outcome.Missing();
            }
            int length = found.value().body().length;
            full = full || bytes + length > maxAnswerBytes;
            if (full) {
                return new Outcome.LeftOut();
            }
            bytes += length;
            return new Outcome.There(found);
        }
    }
}
