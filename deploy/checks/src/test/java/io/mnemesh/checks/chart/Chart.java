package io.mnemesh.checks.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The chart as Helm sees it. What it renders is remembered, by the file of values. */
public final class Chart {

    public static final String FOLDER = "deploy/helm/mnemesh";
    public static final String RELEASE = "m";
    public static final String NAMESPACE = "mesh";

    private static final String KUBERNETES = "1.36.3";
    private static final String HOOK = "helm.sh/hook: ";
    private static final String KEPT = "checks.mnemesh.io/hook: ";
    private static final Path WITHOUT_HOOKS = withoutHooks();
    private static final Map<Path, Manifests> RENDERED = new ConcurrentHashMap<>();

    private Chart() {}

    /** The sets of values the chart is checked with. */
    public static List<Path> valueSets() {
        try (var files = Files.list(Repository.path("deploy/checks/src/test/resources/values"))) {
            return files.sorted(Comparator.naturalOrder()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Manifests render(Path values) {
        return RENDERED.computeIfAbsent(
                values, file -> Manifests.parse(file.getFileName().toString(), renderText(file)));
    }

    /** What Helm prints for these values, with the test, which Helm leaves out because it is a hook. */
    public static String renderText(Path values) {
        return renderText(values, false);
    }

    /** The same, with a look at what is on the cluster. */
    static String renderTextOnCluster(Path values) {
        return renderText(values, true);
    }

    private static String renderText(Path values, boolean clusterLookup) {
        return new Helm(WITHOUT_HOOKS)
                .template()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion(KUBERNETES)
                .withValuesFile(values)
                .set("clusterLookup", clusterLookup)
                .call()
                .replace(KEPT, HOOK);
    }

    private static Path withoutHooks() {
        try {
            Path copy = Files.createDirectories(Repository.path("deploy/checks/target/chart"));
            for (Path file : Repository.files(FOLDER, "")) {
                Path to = copy.resolve(Repository.path(FOLDER).relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.writeString(to, Files.readString(file).replace(HOOK, KEPT));
                }
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static LintResult lint() {
        return new Helm(Repository.path(FOLDER)).lint().strict().call();
    }
}
