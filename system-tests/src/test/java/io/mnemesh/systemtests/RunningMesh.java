package io.mnemesh.systemtests;

import io.mnemesh.launcher.client.MnemeshClient;
import io.mnemesh.launcher.stack.Jvm;
import io.mnemesh.launcher.stack.Ports;
import io.mnemesh.launcher.stack.Service;
import io.mnemesh.launcher.stack.Stack;
import io.mnemesh.launcher.stack.StackConfig;
import io.mnemesh.launcher.stack.StackListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A whole mesh of real processes on free ports, with an empty data directory. */
final class RunningMesh implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private final Stack stack;
    private final StackConfig config;
    private final MnemeshClient admin;

    private RunningMesh(Stack stack, StackConfig config) {
        this.stack = stack;
        this.config = config;
        this.admin = new MnemeshClient(stack.gateway(), stack.adminKey());
    }

    /** @param folder where data and logs go; the logs are kept under {@code target} */
    static RunningMesh start(Path folder, String name) {
        StackConfig config = config(folder, name);
        var stack = new Stack(config, new Progress());
        stack.start();
        return new RunningMesh(stack, config);
    }

    /** What such a mesh is made of. */
    static StackConfig config(Path folder, String name) {
        Path logs = Build.HOME.resolve("system-tests/target/logs").resolve(name);
        return new StackConfig(
                Build.HOME, folder, logs, Ports.free(), Build.NATIVES, Jvm.current(true), Map.of(), START_TIMEOUT);
    }

    StackConfig config() {
        return config;
    }

    Stack stack() {
        return stack;
    }

    /** Where this mesh has what the documentation names: the addresses and the data folder of {@code ./mnemesh up}. */
    Map<String, String> documentedPlaces() {
        var places = new HashMap<String, String>();
        for (Service service : Service.values()) {
            places.put(
                    "localhost:" + Ports.documented().http(service),
                    "127.0.0.1:" + config.ports().http(service));
            places.put(
                    "localhost:" + Ports.documented().management(service),
                    "127.0.0.1:" + config.ports().management(service));
        }
        places.put(".mnemesh/data", config.data().toString());
        return places;
    }

    /** A client with the admin key of the default tenant. */
    MnemeshClient admin() {
        return admin;
    }

    @Override
    public void close() {
        stack.close();
    }

    private static final class Progress implements StackListener {
        @Override
        public void crashed(String name, int exitCode, Duration delay) {
            System.out.println(name + " ended with status " + exitCode + "; restarted in " + delay.toMillis() + " ms");
        }

        @Override
        public void ready(String name, Duration after) {
            System.out.println(name + " ready after " + after.toMillis() + " ms");
        }
    }
}
