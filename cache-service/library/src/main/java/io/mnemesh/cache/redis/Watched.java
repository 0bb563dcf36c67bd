package io.mnemesh.cache.redis;

import io.mnemesh.cache.threads.Workers;
import io.mnemesh.mesh.redis.RedisSender;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that knows when Redis is silent although something is waited for. Redis answers a connection in order, so one
 * look at the connection now and then replaces a timer for each command.
 *
 * <p>Only time in which this process could have heard an answer counts. Commands are sent and answers are counted on the
 * connection's own event loop, whatever a caller's does, and silence is counted in looks on the same loop, between which it reads
 * what has arrived: a process that stands still for a while, or gets no processor, does not take Redis for silent.
 */
final class Watched implements RedisSender {

    /** Looks in a time-out. */
    static final int LOOKS = 4;

    private final Connections.Open opened;
    private final Executor loop;
    /** Where answers for threads without a context arrive, on workers. */
    private final Context answers;
    /** Confined to the loop, as the next two are: commands without an answer. */
    private int waiting;
    /** Since the last look. */
    private boolean answered;
    /** Looks in succession. */
    private int silence;
    /** Whether there are commands without an answer, for other threads. */
    private volatile boolean waited;

    /** @param loop on which the connection was opened: runs tasks one after the other, on one thread */
    Watched(Connections.Open opened, Vertx vertx, Executor loop) {
        this.opened = opened;
        this.loop = loop;
        this.answers = ((VertxInternal) vertx).createEventLoopContext();
    }

    /** The answer arrives on the caller's context, or on the worker pool if it has none. */
    @Override
    public Uni<Response> send(Request request) {
        return Uni.createFrom().emitter(emitter -> {
            ContextInternal caller = caller();
            loop.execute(() -> {
                waiting++;
                waited = true;
                opened.connection().send(request).onComplete(answer -> {
                    waiting--;
                    waited = waiting > 0;
                    // Redis may refuse; what fails otherwise has not reached it.
                    answered |= answer.succeeded() || answer.cause() instanceof Response;
                    if (caller == null) {
                        handToWorker(emitter, answer);
                    } else {
                        caller.emit(ignored -> hand(emitter, answer));
                    }
                });
            });
        });
    }

    /** Null for a thread that is nobody's: it may wait, and what it asks next may be asked from a worker. */
    private @Nullable ContextInternal caller() {
        ContextInternal current = ContextInternal.current();
        return answers.equals(current) ? null : current;
    }

    /** Never with the context of the connection's loop, which only that may have. */
    private void handToWorker(UniEmitter<? super Response> emitter, AsyncResult<Response> answer) {
        try {
            answers.executeBlocking(
                    () -> {
                        Workers.within(() -> hand(emitter, answer));
                        return true;
                    },
                    false);
        } catch (RejectedExecutionException e) {
            emitter.fail(e);
        }
    }

    private static void hand(UniEmitter<? super Response> emitter, AsyncResult<Response> answer) {
        if (answer.succeeded()) {
            emitter.complete(answer.result());
        } else {
            emitter.fail(answer.cause());
        }
    }

    /**
     * Whether anything is waited for; while nothing is, no look is needed: the answer that ended the waiting counts at the next
     * one. From any thread.
     */
    boolean isWaited() {
        return waited;
    }

    /** Looks, on the loop. @return true when so many looks in succession have seen no answer that the time-out is over */
    boolean looksSilent() {
        silence = waiting == 0 || answered ? 0 : silence + 1;
        answered = false;
        // The first one may have been right after the command.
        return silence > LOOKS;
    }

    void close() {
        opened.close();
    }
}
