package io.mnemesh.mesh.redis;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the identity of this process once, from the service's configured name. */
@Singleton
final class MeshInstanceProducer {

    @Produces
    @Singleton
    MeshInstance instance(@ConfigProperty(name = "mnemesh.service.name", defaultValue = "mesh") String service) {
        return MeshInstance.of(service);
    }
}
