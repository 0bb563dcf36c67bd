package io.mnemesh.intelligence.orchestrator;

import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.order.GatewayOrder;
import io.mnemesh.mesh.order.GatewayOrders;
import io.mnemesh.mesh.order.GatewayWord;
import io.mnemesh.mesh.order.GatewayWord.Answer;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The gateways, spoken to by signed orders in Redis. */
@ApplicationScoped
public class MeshRelays implements Relays {

    static final String NO_KEY = "There is no key to sign orders to the gateways with (mnemesh.orders.key).";

    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration REHEARSAL = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final GatewayOrders orders;
    private final Duration answerWithin;
    private final Ids ids;
    private final Clock clock;

    MeshRelays(GatewayOrders orders, OrchestratorConfig config, Ids ids, Clock clock) {
        this.orders = orders;
        this.answerWithin = config.relay().answerWithin();
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public boolean canOrder() {
        return orders.isEnabled();
    }

    @Override
    public RelaySight look() {
        return asked(orders.inForce()
                .flatMap(given -> orders.words()
                        .map(said -> new RelaySight(
                                given.items().stream()
                                        .filter(order -> !order.rehearsal())
                                        .toList(),
                                said.items()))));
    }

    @Override
    public String rehearse(GatewayOrder order) {
        var rehearsal = new GatewayOrder(
                ids.next(),
                order.service(),
                order.instance(),
                order.share(),
                order.reason(),
                order.since(),
                clock.instant().plus(REHEARSAL),
                true);
        try {
            return answer(rehearsal, asked(orders.give(rehearsal).chain(() -> answered(rehearsal.id()))), "would");
        } finally {
            takeBack(rehearsal.id());
        }
    }

    @Override
    public String give(GatewayOrder order) {
        try {
            return answer(order, asked(orders.give(order).chain(() -> answered(order.id()))), "do");
        } catch (FleetException e) {
            takeBack(order.id());
            throw e;
        }
    }

    @Override
    public void renew(GatewayOrder order) {
        asked(orders.renew(order));
    }

    @Override
    public void takeBack(UUID order) {
        asked(orders.takeBack(order));
    }

    private Uni<List<GatewayWord>> answered(UUID order) {
        return answered(order, (int) (answerWithin.toMillis() / STEP.toMillis()));
    }

    private Uni<List<GatewayWord>> answered(UUID order, int looks) {
        return orders.words().flatMap(read -> {
            boolean all = read.items().stream().allMatch(word -> answers(word, order));
            return looks == 0 || (all && !read.items().isEmpty())
                    ? Uni.createFrom().item(read.items())
                    : Uni.createFrom().voidItem().onItem().delayIt().by(STEP).chain(() -> answered(order, looks - 1));
        });
    }

    private static boolean answers(GatewayWord word, UUID order) {
        return word.answers().stream().anyMatch(answer -> answer.order().equals(order));
    }

    private static String answer(GatewayOrder order, List<GatewayWord> words, String verb) {
        List<Answer> answers = words.stream()
                .flatMap(word -> word.answers().stream())
                .filter(answer -> answer.order().equals(order.id()))
                .toList();
        long follow = answers.stream().filter(Answer::follows).count();
        if (answers.isEmpty()) {
            throw new FleetException("No gateway answered.", null);
        }
        if (follow == 0) {
            throw new FleetException(
                    "None of " + words.size() + " gateways " + verb + ": "
                            + answers.getFirst().text(),
                    null);
        }
        String text = follow + " of " + words.size() + " gateways " + verb + ": "
                + answers.stream()
                        .filter(Answer::follows)
                        .findFirst()
                        .orElseThrow()
                        .text();
        return answers.stream()
                .filter(answer -> !answer.follows())
                .findFirst()
                .map(refusal -> text + " Another: " + refusal.text())
                .orElse(text);
    }

    private <T> T asked(Uni<T> call) {
        try {
            return call.await().atMost(answerWithin.plus(LONGEST));
        } catch (TimeoutException e) {
            throw new FleetException("Redis did not answer in time.", e);
        } catch (RuntimeException e) {
            throw new FleetException("What the gateways are to do cannot be said or read: Redis does not answer.", e);
        }
    }
}
