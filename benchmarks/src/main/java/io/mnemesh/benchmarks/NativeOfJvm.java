package io.mnemesh.benchmarks;

import io.mnemesh.launcher.stack.Service;
import java.util.Set;

/** What native processes take of what the same services take on the JVM. */
final class NativeOfJvm {

    static final String NATIVE = "native";
    static final String JVM = "jvm";

    private NativeOfJvm() {}

    /** What a figure of a service in one of the two forms is called. */
    static String key(String figure, String form, Service service) {
        return figure + ":" + form + ":" + service.key();
    }

    /** Adds to figures of both forms the ratio of each service and that of their sums. */
    static void put(String figure, Set<Service> services, Figures figures) {
        for (Service service : services) {
            put(figure, service.key(), Set.of(service), figures);
        }
        put(figure, "all", services, figures);
    }

    private static void put(String figure, String name, Set<Service> services, Figures figures) {
        double ratio = sum(figure, NATIVE, services, figures) / sum(figure, JVM, services, figures);
        figures.put(figure + "_of_jvm:" + name, ratio);
    }

    private static double sum(String figure, String form, Set<Service> services, Figures figures) {
        return services.stream()
                .mapToDouble(service -> figures.get(key(figure, form, service)))
                .sum();
    }
}
