package io.mnemesh.benchmarks.gateway;

import io.mnemesh.benchmarks.Benchmark;
import io.mnemesh.benchmarks.BenchmarkMesh;
import io.mnemesh.benchmarks.Figures;
import io.mnemesh.embedded.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The gateway with authentication, a quota and RelayCore, HAProxy and nginx as plain reverse proxies, and no proxy at all, in turns
 * before the same upstream and under the same load. Every figure is the median of its rounds.
 */
public final class GatewayBenchmark implements Benchmark {

    private static final int ROUNDS = 5;
    private static final int CONNECTIONS = 16;
    private static final Duration TIME = Duration.ofSeconds(6);
    private static final Duration WARM_UP = Duration.ofSeconds(25);
    private static final Duration QUICK = Duration.ofSeconds(2);
    private static final String PATH = "/api/cache/bench/key";

    /** More than any of it can use, so that units are counted and nobody is refused. */
    private static final long UNITS = 10_000_000;

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public String measures() {
        return "the gateway beside a direct call, HAProxy and nginx (--compare URL[,,BEARER])";
    }

    @Override
    public void run(Options options, Figures figures) throws Exception {
        ProxyTools tools = ProxyTools.find();
        Path folder = Files.createTempDirectory("mnemesh-bench-gateway");
        try (LocalServer upstream = LocalServer.upstream(tools, folder);
                LocalServer haproxy = LocalServer.haproxy(tools, folder, upstream);
                LocalServer nginx = LocalServer.nginx(tools, folder, upstream);
                var mesh = new BenchmarkMesh(Map.of(
                        "MNEMESH_GATEWAY_UPSTREAMS_CACHE", upstream.at("").toString()))) {
            limit(mesh);
            var gateway = new Target(
                    "gateway",
                    mesh.stack().gateway().resolve(PATH),
                    mesh.client().bearer());
            var targets = new ArrayList<>(List.of(
                    new Target("direct", upstream.at(PATH), null),
                    new Target("haproxy", haproxy.at(PATH), null),
                    new Target("nginx", nginx.at(PATH), null),
                    gateway));
            int other = 1;
            for (String description : options.compare()) {
                targets.add(Target.named("other_" + other++, description));
            }
            var load = new Load(tools, folder, options.quick() ? QUICK : TIME);
            new Load(tools, folder, options.quick() ? QUICK : WARM_UP).closed(gateway, CONNECTIONS);
            measure(load, targets, options.quick() ? 1 : ROUNDS, figures);
        } finally {
            FolderTree.delete(folder);
        }
    }

    /** Puts the tenant on a plan with limits. */
    private static void limit(BenchmarkMesh mesh) {
        mesh.client()
                .put("/api/admin/plans/bench", Map.of("unitsPerSecond", UNITS, "burst", UNITS))
                .ok();
        mesh.client()
                .put("/api/admin/tenants/default/plan", Map.of("plan", "bench"))
                .ok();
    }

    private static void measure(Load load, List<Target> targets, int rounds, Figures figures)
            throws IOException, InterruptedException {
        Map<Target, List<Load.Result>> one = inTurns(targets, rounds, target -> load.closed(target, 1));
        one.forEach((target, results) ->
                figures.put(target.name() + "_one_client_p50_ms", median(results, Load.Result::p50Micros) / 1000));
        Map<Target, List<Load.Result>> most = inTurns(targets, rounds, target -> load.closed(target, CONNECTIONS));
        most.forEach(
                (target, results) -> figures.put(target.name() + "_per_s", median(results, Load.Result::perSecond)));
        double half = figures.get("gateway_per_s") / 2;
        Map<Target, List<Load.Result>> paced = inTurns(targets, rounds, target -> load.paced(target, half));
        paced.forEach((target, results) -> {
            figures.put(target.name() + "_half_load_per_s", median(results, Load.Result::perSecond));
            figures.put(target.name() + "_half_load_p50_ms", median(results, Load.Result::p50Micros) / 1000);
            figures.put(target.name() + "_half_load_p99_ms", median(results, Load.Result::p99Micros) / 1000);
        });
        for (Target target : targets) {
            if (!target.name().equals("direct")) {
                added(target.name(), "_one_client_p50_ms", figures);
                added(target.name(), "_half_load_p50_ms", figures);
                added(target.name(), "_half_load_p99_ms", figures);
            }
        }
        figures.put("gateway_of_haproxy_per_s", figures.get("gateway_per_s") / figures.get("haproxy_per_s"));
        figures.put("gateway_of_nginx_per_s", figures.get("gateway_per_s") / figures.get("nginx_per_s"));
    }

    private static void added(String target, String figure, Figures figures) {
        figures.put(target + "_added" + figure, figures.get(target + figure) - figures.get("direct" + figure));
    }

    private interface Measurement {
        Load.Result of(Target target) throws IOException, InterruptedException;
    }

    /** Measures all targets one after the other, then all again, so that what disturbs the machine disturbs all. */
    private static Map<Target, List<Load.Result>> inTurns(List<Target> targets, int rounds, Measurement measurement)
            throws IOException, InterruptedException {
        var results = new LinkedHashMap<Target, List<Load.Result>>();
        for (int round = 0; round < rounds; round++) {
            for (Target target : targets) {
                results.computeIfAbsent(target, none -> new ArrayList<>()).add(measurement.of(target));
            }
        }
        return results;
    }

    private static double median(List<Load.Result> results, ToDoubleFunction<Load.Result> figure) {
        double[] sorted = results.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
