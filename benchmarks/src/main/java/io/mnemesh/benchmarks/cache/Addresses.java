package io.mnemesh.benchmarks.cache;

import java.util.List;

/**
 * Where the servers of a benchmark are, on this machine.
 *
 * @param redis    port
 * @param postgres port
 */
record Addresses(int redis, int postgres) {

    private static final String REDIS = "mnemesh.bench.redis";
    private static final String POSTGRES = "mnemesh.bench.postgres";

    /** What this process was told of by {@link #give} or {@link #jvmArguments}. */
    static Addresses given() {
        return new Addresses(Integer.getInteger(REDIS), Integer.getInteger(POSTGRES));
    }

    /** For this process. */
    void give() {
        System.setProperty(REDIS, String.valueOf(redis));
        System.setProperty(POSTGRES, String.valueOf(postgres));
    }

    /** For another process. */
    List<String> jvmArguments() {
        return List.of("-D" + REDIS + "=" + redis, "-D" + POSTGRES + "=" + postgres);
    }

    String redisUrl() {
        return "redis://127.0.0.1:" + redis;
    }

    Addresses withRedis(int port) {
        return new Addresses(port, postgres);
    }
}
