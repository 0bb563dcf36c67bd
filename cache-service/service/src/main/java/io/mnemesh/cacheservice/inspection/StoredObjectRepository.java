package io.mnemesh.cacheservice.inspection;

import io.mnemesh.cacheservice.objects.ObjectAddress;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of objects that have not ended and were not invalidated, without their values. */
@ApplicationScoped
public class StoredObjectRepository {

    private static final String COLUMNS = "select key, octet_length(value), expires_at, tags from cache_entry as entry";

    private static final String IS_THERE = """
            value is not null and expires_at > now()
            and (tags is null or not exists (select from cache_tag where cache_tag.tenant = entry.tenant
            and cache_tag.cache = entry.cache and cache_tag.tag = any(entry.tags) and cache_tag.version > entry.tags_at))
            """;

    private static final String PAGE = COLUMNS + """
             where tenant = $1 and cache = 'objects'
            and key collate "C" >= $2 and key collate "C" < $3 and key <> $4 and %s
            order by key collate "C" limit $5
            """.formatted(IS_THERE);

    private static final String ONE = COLUMNS + " where tenant = $1 and cache = 'objects' and key = $2 and " + IS_THERE;

    private final TenantTransactions transactions;

    @Inject
    StoredObjectRepository(TenantTransactions transactions) {
        this.transactions = transactions;
    }

    /**
     * What is stored of one object.
     *
     * @param path its key in the cache
     * @param tags as the cache knows them
     */
    record Stored(String path, long bytes, Instant expiresAt, List<String> tags) {}

    /**
     * The first of those between two paths.
     *
     * @param from   at least this
     * @param to     less than this
     * @param except not this; empty for none
     */
    Uni<List<Stored>> page(TenantId tenant, String from, String to, String except, int limit) {
        return transactions.inTenant(
                tenant,
                connection -> connection
                        .preparedQuery(PAGE)
                        .execute(Tuple.of(tenant.value(), from, to, except, limit))
                        .map(rows -> {
                            var page = new ArrayList<Stored>();
                            rows.forEach(row -> page.add(stored(row)));
                            return List.copyOf(page);
                        }));
    }

    Uni<@Nullable Stored> find(TenantId tenant, ObjectAddress address) {
        return transactions.inTenant(
                tenant,
                connection -> connection
                        .preparedQuery(ONE)
                        .execute(Tuple.of(tenant.value(), address.path()))
                        .map(rows -> {
                            var found = rows.iterator();
                            return found.hasNext() ? stored(found.next()) : null;
                        }));
    }

    private static Stored stored(Row row) {
        String[] tags = row.getArrayOfStrings(3);
        return new Stored(
                row.getString(0),
                row.getInteger(1),
                row.getOffsetDateTime(2).toInstant(),
                tags == null ? List.of() : List.of(tags));
    }
}
