package io.mnemesh.launcher.stack;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The environment variables a service is configured by; the same that an operator sets. */
record ServiceEnvironment(StackConfig config, Secrets secrets) {

    Map<String, String> of(Service service) {
        Ports ports = config.ports();
        var environment = new HashMap<String, String>(config.settings());
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(ports.http(service)));
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(ports.management(service)));
        environment.put("MNEMESH_POSTGRES_HOST", "127.0.0.1");
        environment.put("MNEMESH_POSTGRES_PORT", Integer.toString(ports.postgres()));
        environment.put("MNEMESH_POSTGRES_PASSWORD", secrets.appPassword());
        environment.put("MNEMESH_POSTGRES_OWNER_PASSWORD", secrets.ownerPassword());
        environment.put("MNEMESH_REDIS_URL", "redis://127.0.0.1:" + ports.redis());
        environment.put(
                "MNEMESH_DATA_DIR",
                config.data().resolve(service.key()).toAbsolutePath().toString());
        environment.put(
                "MNEMESH_JWKS_URL", "http://127.0.0.1:" + ports.http(Service.GATEWAY) + "/.well-known/jwks.json");
        // glibc keeps one heap per thread otherwise, which native libraries never give back.
        environment.put("MALLOC_ARENA_MAX", "2");
        // ONNX Runtime reports its use otherwise.
        environment.put("ORT_DISABLE_TELEMETRY", "1");
        if (service == Service.GATEWAY || service == Service.INTELLIGENCE) {
            environment.putIfAbsent("MNEMESH_ORDERS_KEY", secrets.ordersKey());
        }
        if (service == Service.GATEWAY) {
            environment.put("MNEMESH_GATEWAY_MASTER_KEY", secrets.masterKey());
            for (Service upstream : Service.values()) {
                if (upstream != Service.GATEWAY) {
                    environment.putIfAbsent(
                            "MNEMESH_GATEWAY_UPSTREAMS_" + upstream.key().toUpperCase(Locale.ROOT),
                            "http://127.0.0.1:" + ports.http(upstream));
                    environment.putIfAbsent(
                            "MNEMESH_GATEWAY_MANAGEMENT_" + upstream.key().toUpperCase(Locale.ROOT),
                            "http://127.0.0.1:" + ports.management(upstream));
                }
            }
        }
        return environment;
    }
}
