package io.mnemesh.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Test resource that leads a service to a real PostgreSQL and a real Redis: the embedded ones, started once per JVM and
 * shared by its test classes, or those that {@code MNEMESH_TEST_POSTGRES_URL} ({@code
 * postgresql://user:password@host:port}, a role that may create databases and roles) and {@code MNEMESH_TEST_REDIS_URL}
 * (whose data is flushed) name. The database is new and bootstrapped. Use it as {@code
 * @QuarkusTestResource(MeshTestResource.class)} or {@code @WithTestResource(MeshTestResource.class)}; test methods that
 * share the servers keep apart by using tenants of their own.
 */
public final class MeshTestResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        var postgres = TestServers.postgres();
        var config = new HashMap<String, String>();
        config.put("MNEMESH_POSTGRES_HOST", postgres.host());
        config.put("MNEMESH_POSTGRES_PORT", Integer.toString(postgres.port()));
        config.put("MNEMESH_POSTGRES_DATABASE", postgres.database());
        config.put("MNEMESH_POSTGRES_PASSWORD", TestServers.PASSWORD);
        config.put("MNEMESH_POSTGRES_OWNER_PASSWORD", TestServers.PASSWORD);
        config.put("MNEMESH_REDIS_URL", TestServers.redis().url());
        return config;
    }

    /** Nothing: the servers stay for the next test class and end with the JVM. */
    @Override
    public void stop() {}
}
