package io.mnemesh.memory.memories.persistence;

import io.mnemesh.memory.memories.ContextKey;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.MemoryType;
import io.mnemesh.memory.memories.Validity;
import io.mnemesh.mesh.tenancy.TenantId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A memory filter as a where clause of HQL with its parameters. */
final class Conditions {

    private final StringBuilder text;
    private final Map<String, Object> parameters = new HashMap<>();

    private Conditions(TenantId tenant) {
        text = new StringBuilder("tenant = :tenant");
        parameters.put("tenant", tenant.value());
    }

    static Conditions of(TenantId tenant, MemoryFilter filter) {
        var where = new Conditions(tenant);
        if (!filter.types().isEmpty()) {
            where.and(
                    "type in :types",
                    "types",
                    filter.types().stream().map(MemoryType::name).toList());
        }
        for (ContextKey key : ContextKey.values()) {
            String value = filter.context().get(key);
            if (value != null) {
                where.and(key.key() + " = :" + key.key(), key.key(), value);
            }
        }
        if (!filter.tags().isEmpty()) {
            where.and("array_includes(tags, :tags)", "tags", filter.tags().toArray(String[]::new));
        }
        Instant from = filter.from();
        if (from != null) {
            where.and("happenedAt >= :from", "from", from);
        }
        Instant to = filter.to();
        if (to != null) {
            where.and("happenedAt < :to", "to", to);
        }
        return where;
    }

    Conditions and(Validity validity, Instant now) {
        Instant asOf = validity.asOf();
        if (asOf != null) {
            and("happenedAt <= :asOf", "asOf", asOf);
        }
        andShown(validity.includeArchived(), now);
        return validity.latestOnly()
                ? and("mergedInto is null and (validTo is null or validTo > :validAt)", "validAt", validity.at(now))
                : this;
    }

    /** What has not expired and, unless they are included, is not archived. */
    Conditions andShown(boolean includeArchived, Instant now) {
        if (!includeArchived) {
            text.append(" and archivedAt is null");
        }
        return and("(expiresAt is null or expiresAt > :now)", "now", now);
    }

    Conditions and(String condition, String parameter, Object value) {
        text.append(" and ").append(condition);
        parameters.put(parameter, value);
        return this;
    }

    String text() {
        return text.toString();
    }

    Map<String, Object> parameters() {
        return parameters;
    }
}
