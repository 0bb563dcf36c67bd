package io.mnemesh.launcher.stack;

/** Readiness of services that another launcher started. */
public final class ServiceHealth {

    private ServiceHealth() {}

    /** True if the service with this management port says that it is ready. */
    public static boolean ready(int managementPort) {
        return new HealthProbe().ready(managementPort);
    }
}
