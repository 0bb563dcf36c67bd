package io.mnemesh.cache.declarative;

import io.mnemesh.cache.CacheInvalidate;
import io.mnemesh.cache.CacheKey;
import io.mnemesh.cache.Cached;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A bean with declared caches over a record in memory. It counts what is asked of the record, per tenant. */
@ApplicationScoped
class Catalogue {

    record Book(String id, String title, int edition) {}

    private final Map<String, Book> record = new ConcurrentHashMap<>();
    private final Map<TenantId, AtomicInteger> loads = new ConcurrentHashMap<>();
    private final CurrentIdentity identity;

    Catalogue(CurrentIdentity identity) {
        this.identity = identity;
    }

    int loads(TenantId tenant) {
        return loads.getOrDefault(tenant, new AtomicInteger()).get();
    }

    void note(TenantId tenant, Book book) {
        record.put(tenant + "/" + book.id(), book);
    }

    private Optional<Book> load(TenantId tenant, String id) {
        loads.computeIfAbsent(tenant, one -> new AtomicInteger()).incrementAndGet();
        return Optional.ofNullable(record.get(tenant + "/" + id));
    }

    @Cached(cache = "books", local = "${example.time}", localSize = "1M", postgres = "1h", negative = "1m")
    Uni<Optional<Book>> find(TenantId tenant, String id) {
        return Uni.createFrom().item(() -> load(tenant, id));
    }

    @Cached(cache = "books", local = "${example.time}", localSize = "1M", postgres = "1h", negative = "1m")
    Optional<Book> findNow(TenantId tenant, String id) throws IOException {
        if (id.equals("broken")) {
            load(tenant, id);
            throw new IOException("The record is broken.");
        }
        return load(tenant, id);
    }

    @Cached(cache = "books", local = "${example.time}", localSize = "1M", postgres = "1h", negative = "1m")
    Uni<@Nullable Book> findOrThrow(TenantId tenant, String id) {
        load(tenant, id);
        throw new IllegalStateException("The record is away.");
    }

    @CacheInvalidate(cache = "books")
    Uni<Book> write(TenantId tenant, @CacheKey("id") Book book) {
        return Uni.createFrom().item(() -> {
            note(tenant, book);
            return book;
        });
    }

    @CacheInvalidate(cache = "books")
    void writeNow(TenantId tenant, @CacheKey("id") Book book) {
        note(tenant, book);
        if (book.edition() < 0) {
            throw new IllegalArgumentException("An edition is not negative.");
        }
    }

    @Cached(
            cache = "editions",
            negative = "1m",
            tags = {"book:{id}", "edition:{answer.edition}"})
    Uni<Optional<Book>> tagged(TenantId tenant, String id) {
        return Uni.createFrom().item(() -> load(tenant, id));
    }

    @CacheInvalidate(cache = "editions", tags = "edition:{edition}")
    Uni<Integer> withdraw(TenantId tenant, int edition) {
        return Uni.createFrom().item(edition);
    }

    @CacheInvalidate(cache = "editions", tags = "book:{book.id}")
    void rewriteNow(TenantId tenant, Book book) {
        note(tenant, book);
    }

    /** Of the tenant of the request, and where it was asked. */
    @Cached(cache = "shelves")
    String shelf(String name) {
        load(identity.tenant(), name);
        return identity.tenant() + " " + name + " " + Thread.currentThread().threadId();
    }
}
