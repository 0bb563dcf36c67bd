package io.mnemesh.gateway.relay;

import io.mnemesh.mesh.order.GatewayOrder;
import io.mnemesh.mesh.order.GatewayOrders;
import io.mnemesh.mesh.order.GatewayWord;
import io.mnemesh.mesh.order.GatewayWord.Answer;
import io.mnemesh.mesh.order.GatewayWord.Seen;
import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.redis.MeshInstance;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Looks for orders at intervals, follows those that are signed, and says what it does and how instances do. While Redis is away
 * what was ordered last holds until it ends. Confined to its loop.
 */
@ApplicationScoped
class OrderFollower {

    private static final MeshLog LOG = MeshLog.of(OrderFollower.class);

    /** Age of its last word at which it speaks although there is nothing new. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final RelayCore relay;
    private final RelayOrders followed;
    private final GatewayOrders orders;
    private final MeshInstance instance;
    private final OrderMetrics metrics;
    private final Clock clock;
    private final Loop loop;
    private final Duration every;
    private GatewayWord said;
    private Set<UUID> known = Set.of();
    private volatile boolean stopped;

    @Inject
    OrderFollower(
            RelayCore relay,
            RelayOrderConfig config,
            GatewayOrders orders,
            MeshInstance instance,
            OrderMetrics metrics,
            Clock clock,
            Vertx vertx) {
        this.relay = relay;
        this.followed = new RelayOrders(relay, config.validated().longest());
        this.every = config.every();
        this.orders = orders;
        this.instance = instance;
        this.metrics = metrics;
        this.clock = clock;
        this.loop = new Loop(vertx);
        this.said = new GatewayWord(instance.id(), Instant.EPOCH, List.of(), List.of());
    }

    void start(@Observes StartupEvent event) {
        if (orders.isEnabled()) {
            loop.run(this::look);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        if (orders.isEnabled()) {
            loop.take(orders.leave(instance.id()), left -> {}, failure -> {});
        }
    }

    private void look() {
        if (stopped) {
            return;
        }
        loop.take(orders.inForce(), this::follow, failure -> {
            LOG.debug("Orders cannot be read").cause(failure).log();
            later();
        });
    }

    private void later() {
        loop.after(every, this::look);
    }

    private void follow(GatewayOrders.Read<GatewayOrder> read) {
        Instant now = clock.instant();
        List<Answer> answers = followed.follow(read.items(), now);
        metrics.follows(read.items(), answers, read.foreign());
        tell(read.items(), answers);
        if (answers.equals(said.answers()) && said.at().plus(SILENCE).isAfter(now)) {
            later();
            return;
        }
        var word = new GatewayWord(instance.id(), now, seen(), answers);
        loop.take(
                orders.say(word),
                done -> {
                    said = word;
                    later();
                },
                failure -> {
                    LOG.debug("It cannot be said what is done about orders")
                            .cause(failure)
                            .log();
                    later();
                });
    }

    private List<Seen> seen() {
        return relay.status().items().stream()
                .flatMap(upstream -> upstream.instances().stream()
                        .map(one -> new Seen(upstream.service(), one.address(), one.requests(), one.failures())))
                .toList();
    }

    private void tell(List<GatewayOrder> given, List<Answer> answers) {
        var follows = new HashSet<UUID>();
        answers.stream().filter(Answer::follows).forEach(answer -> follows.add(answer.order()));
        given.stream()
                .filter(order -> !order.rehearsal() && follows.contains(order.id()) && !known.contains(order.id()))
                .forEach(order -> LOG.warn(
                                order.instance() == null
                                        ? "Bulk load of a service is shed by order"
                                        : "An instance of a service is not asked by order")
                        .with(LogKey.UPSTREAM, order.service())
                        .with(LogKey.REASON, order.reason())
                        .log());
        known.stream()
                .filter(id -> !follows.contains(id))
                .forEach(id -> LOG.info("An order has ended").log());
        given.stream().filter(GatewayOrder::rehearsal).forEach(order -> follows.remove(order.id()));
        known = Set.copyOf(follows);
    }
}
