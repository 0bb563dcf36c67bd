package io.mnemesh.cacheservice.quotas;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mnemesh.mesh.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What may be stored.
 *
 * @param maxEntries null: as many as one likes
 * @param maxBytes   as stored, compressed where that pays; null: as many as one likes
 */
@Schema(name = "CacheQuota", description = "What may be stored; a limit that is left out is none", examples = """
                {"maxEntries":100000,"maxBytes":1073741824}""")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Quota(@Nullable Long maxEntries, @Nullable Long maxBytes) {

    /** @throws ProblemException {@code invalid-value} naming the limit that is negative */
    public Quota {
        check("maxEntries", maxEntries);
        check("maxBytes", maxBytes);
    }

    private static void check(String field, @Nullable Long limit) {
        if (limit != null && limit < 0) {
            throw ProblemException.invalid(field, "'" + field + "' is not negative.");
        }
    }
}
