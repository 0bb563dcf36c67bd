package io.mnemesh.mesh.tenancy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Name of a tenant: 1 to 63 characters of {@code a-z 0-9 -}, starting with a letter or digit.
 *
 * @param value the name as it appears in tokens, events, rows and stream fields
 */
public record TenantId(@JsonValue String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /** @throws IllegalArgumentException if {@code value} has not the form of a tenant name */
    @JsonCreator
    public TenantId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("A tenant is 1 to 63 characters of a-z, 0-9 and '-'.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
