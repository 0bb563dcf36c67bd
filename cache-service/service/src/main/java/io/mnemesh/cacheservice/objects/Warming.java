package io.mnemesh.cacheservice.objects;

import io.mnemesh.cache.Found;
import io.mnemesh.cache.Tier;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings objects into L1 and L2 before somebody reads them, until L1 is full. A read that finds an object copies it upward;
 * this is such a read that is not counted and whose body goes nowhere.
 */
@ApplicationScoped
public class Warming {

    private final Objects objects;
    private final long room;
    private final int atOnce;

    @Inject
    Warming(Objects objects, ObjectsConfig config) {
        this.objects = objects;
        this.room = config.localSize().asLongValue();
        this.atOnce = ManyObjects.atOnce(config);
    }

    /** What became of one key. */
    public sealed interface Outcome {

        /**
         * It is in L1 and L2 now, if these are there.
         *
         * @param tier the fastest that had it before
         */
        record Warm(Tier tier) implements Outcome {}

        /** There is none. */
        record Missing() implements Outcome {}

        /** L1 was full before. */
        record LeftOut() implements Outcome {}
    }

    /**
     * The outcome of each key, in the order they were given.
     *
     * @throws ProblemException naming what is not acceptable
     */
    public Uni<Map<String, Outcome>> warm(TenantId tenant, String namespace, @Nullable List<@Nullable String> keys) {
        return warm(tenant, ManyObjects.addresses(namespace, keys), new LinkedHashMap<>(), 0);
    }

    private Uni<Map<String, Outcome>> warm(
            TenantId tenant, List<ObjectAddress> left, Map<String, Outcome> outcomes, long bytes) {
        if (left.isEmpty()) {
            return Uni.createFrom().item(outcomes);
        }
        if (bytes >= room) {
            left.forEach(address -> outcomes.put(address.key(), new Outcome.LeftOut()));
            return Uni.createFrom().item(outcomes);
        }
        int next = Math.min(atOnce, left.size());
        var part = left.subList(0, next);
        return objects.lookMany(tenant, part).chain(found -> {
            long more = 0;
            for (ObjectAddress address : part) {
                Found<CachedObject> one = found.get(address);
                outcomes.put(address.key(), one == null ? new Outcome.Missing() : new Outcome.Warm(one.tier()));
                more += one == null ? 0 : one.value().body().length;
            }
            return warm(tenant, left.subList(next, left.size()), outcomes, bytes + more);
        });
    }
}
