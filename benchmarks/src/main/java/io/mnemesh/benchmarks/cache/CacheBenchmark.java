package io.mnemesh.benchmarks.cache;

import io.mnemesh.benchmarks.Benchmark;
import io.mnemesh.benchmarks.Figures;

/**
 * The cache library beside what else there is: {@link HitPaths hits of each tier} and {@link TraceReplays hit rates}; processes
 * that share a cache while one {@link Stampede loads}, {@link Partition is cut off}, {@link TakeOver is killed} or
 * {@link WriteBehind writes back}; {@link Outage outages} of what they share; {@link Restart a restart}, and what
 * {@link AdaptiveReplay learned TTLs} load.
 */
public final class CacheBenchmark implements Benchmark {

    @Override
    public String name() {
        return "cache";
    }

    @Override
    public String measures() {
        return "cache library: hits of each tier, hit rates on traces, stampedes, a partition, write-back, outages,"
                + " restarts, learned TTLs";
    }

    @Override
    public void run(Options options, Figures figures) throws Exception {
        boolean quick = options.quick();
        try (var servers = new CacheServers()) {
            try (var processes = new ServiceProcesses(servers.addresses())) {
                new Stampede(processes.all()).measure(quick, figures);
                new Partition(processes).measure(quick, figures);
                new TakeOver(processes.all()).measure(quick, figures);
            }
            new WriteBehind(servers).measure(quick, figures);
            new Outage(servers).measure(quick, figures);
            new Restart(servers).measure(quick, figures);
            AdaptiveReplay.measure(quick, figures);
            TraceReplays.measure(quick, figures);
            new HitPaths(servers.addresses()).measure(quick, figures);
        }
    }
}
