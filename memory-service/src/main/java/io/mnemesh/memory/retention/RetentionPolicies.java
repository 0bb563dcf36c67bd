package io.mnemesh.memory.retention;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The policies of a tenant.
 *
 * @param items the one for types without their own first, the others by type
 */
@Schema(name = "RetentionPolicies")
public record RetentionPolicies(List<RetentionPolicy> items) {

    public RetentionPolicies {
        items = List.copyOf(items);
    }
}
