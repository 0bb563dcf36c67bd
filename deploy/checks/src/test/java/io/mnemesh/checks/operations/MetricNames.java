package io.mnemesh.checks.operations;

import io.mnemesh.checks.chart.Repository;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of metrics that the sources register, as Prometheus shows them, without the endings it adds. */
final class MetricNames {

    private static final List<String> MODULES = List.of(
            "mesh/core",
            "cache-service",
            "memory-service",
            "embeddings-service",
            "intelligence-service",
            "realtime-gateway",
            "gateway");
    private static final Pattern WHOLE = Pattern.compile("\"(mnemesh[._][a-z][a-z0-9._-]+)\"");
    private static final Pattern PREFIXED = Pattern.compile("(?:PREFIX \\+ |prefix \\+ |gauge\\()\"([a-z_]+)\"");
    private static final Pattern ENDING =
            Pattern.compile("_(total|seconds|seconds_count|seconds_sum|seconds_max|seconds_bucket)$");

    /** Of the virtual machine, of the process, and of Prometheus itself. */
    private static final Set<String> FOREIGN =
            Set.of("up", "jvm_memory_used_bytes", "jvm_memory_max_bytes", "jvm_info", "process_cpu_usage");

    private MetricNames() {}

    static Set<String> registered() {
        var names = new TreeSet<String>();
        for (String module : MODULES) {
            for (Path file : Repository.files(module, ".java")) {
                if (file.toString().contains("/src/main/")) {
                    collect(Repository.read(file), names);
                }
            }
        }
        FOREIGN.forEach(name -> names.add(stripped(name)));
        return names;
    }

    private static void collect(String source, Set<String> names) {
        Matcher whole = WHOLE.matcher(source);
        while (whole.find()) {
            names.add(stripped(whole.group(1).replaceAll("[.-]", "_")));
        }
        if (source.contains("package io.mnemesh.embeddings.serving;")) {
            Matcher prefixed = PREFIXED.matcher(source);
            while (prefixed.find()) {
                names.add(stripped("mnemesh_embeddings_" + prefixed.group(1)));
            }
        }
    }

    /** A name without what Prometheus appends to it for a counter or a timer. */
    static String stripped(String name) {
        return ENDING.matcher(name).replaceAll("");
    }
}
