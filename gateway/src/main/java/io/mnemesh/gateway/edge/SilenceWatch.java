package io.mnemesh.gateway.edge;

import io.netty.util.concurrent.FastThreadLocal;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches answers under way for a service that falls silent while the client would read on. Each event loop looks through its
 * answers four times per idle time, so that an answer costs no timer of its own; silence is noticed after that time, and half
 * of it more at most. Used on event loops; each answer on its own.
 */
@ApplicationScoped
class SilenceWatch {

    private static final int LOOKS = 4;

    private final Vertx vertx;
    private final EdgeConfig config;
    private final FastThreadLocal<Answers> here = new FastThreadLocal<>() {
        @Override
        protected Answers initialValue() {
            return new Answers(config.idleTimeout().toNanos());
        }
    };

    @Inject
    SilenceWatch(Vertx vertx, EdgeConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    /** An answer that is watched until it ends. */
    static final class Watched {

        private final Answers answers;
        private final HttpServerResponse response;
        private final Runnable silent;
        private int place;
        private long passedOn;
        private long since;

        private Watched(Answers answers, HttpServerResponse response, Runnable silent, long now) {
            this.answers = answers;
            this.response = response;
            this.silent = silent;
            this.passedOn = response.bytesWritten();
            this.since = now;
        }

        /** Ends the watch; any number of times. */
        void end() {
            answers.remove(this);
        }
    }

    /** @param silent run once when nothing came for the idle time */
    Watched watch(HttpServerResponse response, Runnable silent) {
        Answers answers = here.get();
        if (!answers.looking) {
            answers.looking = true;
            // On the root context: a timer of the request's own would keep the request.
            VertxContext.getRootContext(vertx.getOrCreateContext())
                    .runOnContext(now -> vertx.setPeriodic(
                            Math.max(1, config.idleTimeout().toMillis() / LOOKS),
                            tick -> answers.look(System.nanoTime())));
        }
        var watched = new Watched(answers, response, silent, System.nanoTime());
        answers.add(watched);
        return watched;
    }

    /** Those of one event loop. */
    private static final class Answers {

        private final long idleNanos;
        private final List<Watched> all = new ArrayList<>();
        private boolean looking;

        Answers(long idleNanos) {
            this.idleNanos = idleNanos;
        }

        void add(Watched watched) {
            watched.place = all.size();
            all.add(watched);
        }

        void remove(Watched watched) {
            if (watched.place < 0) {
                return;
            }
            Watched last = all.removeLast();
            if (last != watched) {
                last.place = watched.place;
                all.set(last.place, last);
            }
            watched.place = -1;
        }

        /** From the last to the first: what takes the place of one that is removed was looked at before. */
        void look(long now) {
            for (int i = all.size() - 1; i >= 0; i--) {
                Watched watched = all.get(i);
                long passedOn = watched.response.bytesWritten();
                if (passedOn != watched.passedOn || watched.response.writeQueueFull()) {
                    watched.passedOn = passedOn;
                    watched.since = now;
                } else if (now - watched.since >= idleNanos) {
                    remove(watched);
                    watched.silent.run();
                }
            }
        }
    }
}
