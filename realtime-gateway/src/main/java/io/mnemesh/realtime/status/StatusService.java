package io.mnemesh.realtime.status;

import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.realtime.hub.TenantTraffic;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Puts the nodes' reports together for a caller: members see their tenant, administrators the totals as well. */
@ApplicationScoped
public class StatusService {

    private final NodeReporter reporter;
    private final NodeRegistry registry;

    StatusService(NodeReporter reporter, NodeRegistry registry) {
        this.reporter = reporter;
        this.registry = registry;
    }

    public Uni<SocketStatus> status(Identity caller) {
        return reporter.report().chain(here -> registry.nodes().map(nodes -> status(caller, here, nodes)));
    }

    private static SocketStatus status(Identity caller, NodeReport here, List<NodeReport> reported) {
        var reports = new ArrayList<NodeReport>();
        reports.add(here);
        reported.stream().filter(report -> !report.node().equals(here.node())).forEach(reports::add);
        List<SocketStatus.Node> nodes =
                reports.stream().map(report -> node(caller, report)).toList();
        SocketStatus.Counts sum = nodes.stream()
                .map(SocketStatus.Node::tenant)
                .reduce(new SocketStatus.Counts(TenantTraffic.Snapshot.NONE, 0), SocketStatus.Counts::plus);
        return new SocketStatus(here.node(), sum, nodes);
    }

    private static SocketStatus.Node node(Identity caller, NodeReport report) {
        boolean admin = caller.roles().contains(Identity.ADMIN);
        String tenant = caller.tenant().value();
        return new SocketStatus.Node(
                report.node(),
                report.startedAt(),
                report.at(),
                report.draining(),
                new SocketStatus.Counts(
                        report.tenants().getOrDefault(tenant, TenantTraffic.Snapshot.NONE),
                        report.channels().getOrDefault(tenant, 0)),
                admin ? report.open() : null,
                admin ? total(report) : null);
    }

    private static SocketStatus.Counts total(NodeReport report) {
        return new SocketStatus.Counts(
                report.tenants().values().stream().reduce(TenantTraffic.Snapshot.NONE, TenantTraffic.Snapshot::plus),
                report.channels().values().stream().mapToInt(Integer::intValue).sum());
    }
}
