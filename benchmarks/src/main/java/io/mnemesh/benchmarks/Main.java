package io.mnemesh.benchmarks;

import io.mnemesh.benchmarks.cache.CacheBenchmark;
import io.mnemesh.benchmarks.gateway.GatewayBenchmark;
import io.mnemesh.benchmarks.orchestrator.OrchestratorBenchmark;
import io.mnemesh.benchmarks.realtime.RealtimeBenchmark;
import io.mnemesh.benchmarks.relay.RelayBenchmark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Entry point of {@code ./mnemesh bench}. */
@Command(name = "bench", description = "Run a benchmark; without a name, list them.")
public final class Main implements Callable<Integer> {

    private static final List<Benchmark> BENCHMARKS = List.of(
            new AssociationsBenchmark(),
            new CacheBenchmark(),
            new ChainsBenchmark(),
            new ConsolidationBenchmark(),
            new EmbeddingMemoryBenchmark(),
            new EmbeddingsBenchmark(),
            new FootprintBenchmark(),
            new ForecastBenchmark(),
            new GatewayBenchmark(),
            new IngestBenchmark(),
            new IsolationBenchmark(),
            new LearningBenchmark(),
            new LocomoBenchmark(),
            new LoghubBenchmark(),
            new NabBenchmark(),
            new NativeBenchmark(),
            new NativeLoadBenchmark(),
            new NextTaskBenchmark(),
            new OutcomeBenchmark(),
            new OrchestratorBenchmark(),
            new RealtimeBenchmark(),
            new RelayBenchmark(),
            new RetrievalBenchmark(),
            new SearchBenchmark(),
            new StartupBenchmark(),
            new TransportBenchmark());

    @Parameters(arity = "0..1", paramLabel = "NAME")
    @Nullable
    String name;

    @Option(names = "--data", paramLabel = "DIR", description = "Data set, where the benchmark needs one.")
    @Nullable
    Path data;

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "How many memories or subscribers, where the benchmark can be of any size.")
    @Nullable
    Integer size;

    @Option(
            names = "--compare",
            paramLabel = "URL[,NAME[,BEARER]]",
            description =
                    "Another server to measure beside, with a model of embeddings or a real-time channel; may be given"
                            + " several times.")
    List<String> compare = new ArrayList<>();

    @Option(
            names = "--weaviate",
            description =
                    "Also measure a real Weaviate, where the benchmark can do so; ./mnemesh tools weaviate gets it.")
    boolean weaviate;

    @Option(
            names = "--quick",
            description = "Only see that it works, where the benchmark can do so; such figures say little.")
    boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures as one flat JSON object.")
    @Nullable
    Path json;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (name == null) {
            BENCHMARKS.forEach(benchmark -> System.out.printf("%-17s %s%n", benchmark.name(), benchmark.measures()));
            return 0;
        }
        Optional<Benchmark> benchmark = named(name);
        if (benchmark.isEmpty()) {
            System.err.println("mnemesh: there is no benchmark '" + name + "'; ./mnemesh bench lists them.");
            return 2;
        }
        benchmark.get().run(new Benchmark.Options(data, size, compare, weaviate, quick), new Figures(System.out, json));
        return 0;
    }

    /** The benchmark with this name. */
    static Optional<Benchmark> named(String name) {
        return BENCHMARKS.stream()
                .filter(benchmark -> benchmark.name().equals(name))
                .findFirst();
    }

    /**
     * The name in a command line, empty if it has none.
     *
     * @throws CommandLine.ParameterException if it has an option that there is not
     */
    static String nameIn(String... arguments) {
        var main = new Main();
        new CommandLine(main).parseArgs(arguments);
        return main.name == null ? "" : main.name;
    }
}
