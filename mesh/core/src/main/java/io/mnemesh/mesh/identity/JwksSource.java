package io.mnemesh.mesh.identity;

import io.smallrye.mutiny.Uni;

/**
 * Where a service gets the public keys of the tokens from. By default over HTTP from the gateway; a bean of this type
 * replaces it.
 */
public interface JwksSource {

    /** Reads the JSON Web Key Set. Fails if it is not to be had now; it is asked again. */
    Uni<String> load();
}
