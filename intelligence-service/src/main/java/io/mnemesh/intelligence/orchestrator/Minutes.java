package io.mnemesh.intelligence.orchestrator;

import io.mnemesh.intelligence.orchestrator.policy.ServiceMinute;
import io.mnemesh.mesh.load.LoadReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Joins what the instances of each service told to one minute of the service. */
final class Minutes {

    private Minutes() {}

    /** @return by service; the load is in processor cores */
    static Map<String, ServiceMinute> of(Instant minute, List<LoadReport> reports) {
        return reports.stream()
                .collect(Collectors.groupingBy(
                        LoadReport::service,
                        TreeMap::new,
                        Collectors.collectingAndThen(Collectors.toList(), told -> joined(minute, told))));
    }

    private static ServiceMinute joined(Instant minute, List<LoadReport> told) {
        return new ServiceMinute(
                minute,
                told.stream().mapToDouble(LoadReport::cores).sum(),
                told.stream().mapToDouble(LoadReport::memory).max().orElse(0),
                told.stream().mapToDouble(LoadReport::requests).sum(),
                told.stream().mapToDouble(LoadReport::errors).sum(),
                told.size());
    }
}
