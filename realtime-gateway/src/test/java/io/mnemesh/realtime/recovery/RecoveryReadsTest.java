package io.mnemesh.realtime.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.realtime.history.LogPage;
import io.netty.channel.embedded.EmbeddedChannel;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Shared reads on one event loop, with a log that answers when it is told to. */
class RecoveryReadsTest {

    private static final ChannelId CHANNEL = new ChannelId(new TenantId("acme"), "events:memory_created");

    private final EmbeddedChannel main = new EmbeddedChannel();
    private final HandLog log = new HandLog();
    private final RecoveryReads reads = new RecoveryReads(main.eventLoop(), log, 256);

    @AfterEach
    void close() {
        main.finishAndReleaseAll();
    }

    @Test
    void shouldReadOnceForAllThatAskForTheSame() {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(ask(at(3), at(5)));
        }

        log.answer(page(5, 4, 5));
        run();
        Answer later = ask(at(3), at(5));

        assertThat(log.asked).containsExactly("e 4");
        assertThat(answers).allSatisfy(answer -> assertThat(answer.page).isEqualTo(page(5, 4, 5)));
        assertThat(later.page).isEqualTo(page(5, 4, 5));
    }

    @Test
    void shouldReadAgainWhenThePageMayEndBeforeTheLiveItems() {
        Answer first = ask(at(5), at(5));
        Answer late = ask(at(5), at(6));

        log.answer(page(5, 6, 5));
        run();
        assertThat(first.page).isEqualTo(page(5, 6, 5));
        assertThat(late.page).isNull();
        log.answer(page(6, 6, 6));
        run();

        assertThat(late.page).isEqualTo(page(6, 6, 6));
        assertThat(log.asked).containsExactly("e 6", "e 6");
    }

    @Test
    void shouldNotGiveAKeptPageToWhoHasSeenMore() {
        ask(at(3), at(5));
        log.answer(page(5, 4, 5));
        run();

        Answer ahead = ask(at(3), at(7));
        assertThat(ahead.page).isNull();
        log.answer(page(7, 4, 7));
        run();

        assertThat(ahead.page).isEqualTo(page(7, 4, 7));
    }

    @Test
    void shouldForgetAPageAfterAMoment() {
        ask(at(3), at(5));
        log.answer(page(5, 4, 5));
        run();

        main.advanceTimeBy(1, TimeUnit.SECONDS);
        main.runScheduledPendingTasks();
        ask(at(3), at(5));

        assertThat(log.asked).hasSize(2);
    }

    @Test
    void shouldReadSoManyAtATimeAndTheOthersInOrder() {
        for (int i = 0; i < 40; i++) {
            ask(at(i), at(50));
        }
        assertThat(log.asked).hasSize(16);

        log.answer(page(50, 1, 50));
        run();

        assertThat(log.asked).hasSize(17).last().isEqualTo("e 17");
    }

    @Test
    void shouldGoOnWhenAReadFails() {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            answers.add(ask(at(i), at(50)));
        }

        log.fail(new IllegalStateException("away"));
        run();
        ask(at(0), at(50));

        assertThat(answers.getFirst().failure).hasMessage("away");
        assertThat(answers.get(1).failure).isNull();
        assertThat(log.asked).hasSize(17);
    }

    @Test
    void shouldRefuseWhenTooManyWait() {
        for (int i = 0; i < 20_016; i++) {
            ask(at(i), at(50_000));
        }

        Answer refused = ask(at(49_000), at(50_000));
        Answer shared = ask(at(1), at(50_000));

        assertThat(refused.failure)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS));
        assertThat(shared.failure).isNull();
    }

    private Answer ask(Position behind, Position live) {
        var answer = new Answer();
        reads.read(CHANNEL, behind, live)
                .subscribe()
                .with(page -> answer.page = page, failure -> answer.failure = failure);
        run();
        return answer;
    }

    private void run() {
        main.runPendingTasks();
    }

    private static Position at(long offset) {
        return new Position("e", offset);
    }

    private static LogPage page(long newest, long first, long last) {
        return new LogPage(
                at(newest),
                LongStream.rangeClosed(first, last)
                        .mapToObj(offset -> new Message(at(offset), "id-" + offset, PAYLOAD))
                        .toList());
    }

    private static final byte[] PAYLOAD = {'{', '}'};

    private static final class Answer {
        private LogPage page;
        private Throwable failure;
    }

    /** Remembers what was asked and answers in the order of the questions. */
    private static final class HandLog implements ChannelLog {

        private final List<String> asked = new ArrayList<>();
        private final List<UniEmitter<? super LogPage>> open = new ArrayList<>();

        @Override
        public Uni<LogPage> read(ChannelId channel, String epoch, long firstOffset, int limit) {
            asked.add(epoch + " " + firstOffset);
            return Uni.createFrom().emitter(open::add);
        }

        @Override
        public Uni<Published> publish(ChannelId channel, String eventId, byte[] payload, Member publisher) {
            throw new AssertionError("Nobody publishes here.");
        }

        @Override
        public Uni<Published> publishOnce(
                ChannelId channel, String key, byte[] payload, String content, Member publisher) {
            throw new AssertionError("Nobody publishes here.");
        }

        @Override
        public Uni<Void> renew(ChannelId channel, String epoch) {
            throw new AssertionError("Nobody renews here.");
        }

        @Override
        public Uni<Boolean> remove(ChannelId channel) {
            throw new AssertionError("Nobody removes here.");
        }

        void answer(LogPage page) {
            open.removeFirst().complete(page);
        }

        void fail(Throwable failure) {
            open.removeFirst().fail(failure);
        }
    }
}
