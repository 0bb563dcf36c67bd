package io.mnemesh.cacheservice.inspection;

import io.mnemesh.cache.Found;
import io.mnemesh.cacheservice.access.Administration;
import io.mnemesh.cacheservice.inspection.StoredObjectRepository.Stored;
import io.mnemesh.cacheservice.objects.CachedObject;
import io.mnemesh.cacheservice.objects.ObjectAddress;
import io.mnemesh.cacheservice.objects.ObjectTags;
import io.mnemesh.cacheservice.objects.Objects;
import io.mnemesh.cacheservice.storage.StoreCalls;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Shows what a tenant stores: keys page by page, and one object with its value only for who may administer. */
@ApplicationScoped
public class Inspection {

    private static final int USUAL_LIMIT = 100;
    private static final int MOST = 1000;

    private final StoredObjectRepository repository;
    private final Objects objects;

    @Inject
    Inspection(StoredObjectRepository repository, Objects objects) {
        this.repository = repository;
        this.objects = objects;
    }

    /**
     * A page of keys. What is stored meanwhile may be missing; what is there all the time is listed once.
     *
     * @throws ProblemException {@code invalid-value} naming what is not acceptable
     */
    public Uni<ScanPage> scan(TenantId tenant, String namespace, ScanRequest request) {
        var range = PathRange.of(namespace, request.prefix());
        int limit = request.limit() == null ? USUAL_LIMIT : request.limit();
        if (limit < 1 || limit > MOST) {
            throw ProblemException.invalid("limit", "'limit' is 1 to " + MOST + ".");
        }
        String after = request.cursor() == null ? "" : range.path(request.cursor());
        return StoreCalls.inTime(
                        repository.page(tenant, after.isEmpty() ? range.from() : after, range.to(), after, limit + 1))
                .map(stored -> page(namespace, stored, limit));
    }

    private static ScanPage page(String namespace, List<Stored> stored, int limit) {
        var items = stored.stream()
                .limit(limit)
                .map(one -> new ScanPage.Item(
                        one.path().substring(namespace.length() + 1),
                        one.bytes(),
                        one.expiresAt(),
                        ObjectTags.names(one.tags())))
                .toList();
        return new ScanPage(
                items,
                stored.size() > limit ? PathRange.cursor(stored.get(limit - 1).path()) : null);
    }

    /** What is known of an object; {@code not-found} if there is none. Not counted as a read. */
    public Uni<ObjectDetails> inspect(Identity caller, ObjectAddress address) {
        return objects.look(caller.tenant(), address)
                .chain(found -> StoreCalls.inTime(repository.find(caller.tenant(), address))
                        .map(stored -> {
                            if (found == null || stored == null) {
                                throw ProblemException.notFound("There is no object under this key.");
                            }
                            return details(address, found, stored, Administration.allows(caller));
                        }));
    }

    private static ObjectDetails details(
            ObjectAddress address, Found<CachedObject> found, Stored stored, boolean withValue) {
        CachedObject object = found.value();
        return new ObjectDetails(
                address.key(),
                object.contentType(),
                object.etag(),
                object.body().length,
                stored.bytes(),
                found.tier().label(),
                found.createdAt(),
                found.expiresAt(),
                ObjectTags.names(stored.tags()),
                !withValue,
                withValue ? object.body() : null);
    }
}
