package io.mnemesh.gateway.quotas;

import io.mnemesh.gateway.accounts.AccountRules;
import io.mnemesh.gateway.paging.PageRequest;
import io.mnemesh.mesh.postgres.QueuedConnections;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reports of usage: the own tenant's to everybody in it, any tenant's to operators. */
@ApplicationScoped
public class UsageReports {

    private static final int DAYS = 30;

    private final QueuedConnections connections;
    private final PlanAdministration plans;
    private final Clock clock;

    UsageReports(QueuedConnections connections, PlanAdministration plans, Clock clock) {
        this.connections = connections;
        this.plans = plans;
        this.clock = clock;
    }

    /**
     * Usage from a day to a day, both included.
     *
     * @param from 30 days before {@code to} if null
     * @param to   today if null
     */
    public Uni<UsagePage> read(
            Identity caller,
            @Nullable TenantId asked,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            PageRequest page) {
        TenantId tenant = AccountRules.tenant(caller, asked);
        LocalDate last = Objects.requireNonNullElseGet(to, () -> LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        LocalDate first = Objects.requireNonNullElseGet(from, () -> last.minusDays(DAYS));
        if (first.isAfter(last)) {
            throw ProblemException.invalid("from", "The first day is not after the last.");
        }
        return plans.of(tenant)
                .chain(plan -> connections
                        .with(connection -> connection
                                .preparedQuery("select day, service, requests, units, refused from tenant_usage"
                                        + " where tenant = $1 and day between $2 and $3"
                                        + " and ($4::text is null or day::text || ' ' || service > $4)"
                                        + " order by day::text || ' ' || service limit $5")
                                .execute(Tuple.of(tenant.value(), first, last, page.after(), page.fetched())))
                        .map(rows -> {
                            var found = new ArrayList<UsageRow>(rows.size());
                            for (Row row : rows) {
                                found.add(new UsageRow(
                                        tenant,
                                        row.getLocalDate("day"),
                                        row.getString("service"),
                                        row.getLong("requests"),
                                        row.getLong("units"),
                                        row.getLong("refused")));
                            }
                            var cut = page.cut(found, row -> row.day() + " " + row.service());
                            return new UsagePage(plan, cut.items(), cut.nextCursor());
                        }));
    }
}
