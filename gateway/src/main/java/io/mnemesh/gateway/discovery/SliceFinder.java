package io.mnemesh.gateway.discovery;

import io.mnemesh.mesh.redis.Backoff;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Follows the EndpointSlices of one Service: a list, and then watches from where it ended, each begun where the last one
 * ended. What the API server does not remember any more is listed anew. What was found stays found while it cannot be
 * reached.
 */
final class SliceFinder implements Finder {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int GONE = 410;
    private static final int LONGEST_EVENT = 4 * 1024 * 1024;

    private final Vertx vertx;
    private final KubernetesApi api;
    private final Source.Slices source;
    private final Findings findings;
    private final EndpointSlices slices;
    private final Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    private String version = "";
    private int failures;
    private volatile boolean stopped;

    SliceFinder(Vertx vertx, KubernetesApi api, Source.Slices source, Findings findings) {
        this.vertx = vertx;
        this.api = api;
        this.source = source;
        this.findings = findings;
        this.slices = new EndpointSlices(source.port());
    }

    /** What the API server does not remember any more. */
    private static final class Forgotten extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /** The API server refuses. */
    private static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Refused(int status) {
            super("The API server of Kubernetes answers with " + status + ".");
        }
    }

    @Override
    public void start() {
        vertx.getOrCreateContext().runOnContext(now -> goOn());
    }

    @Override
    public void stop() {
        stopped = true;
    }

    private void goOn() {
        if (stopped) {
            return;
        }
        (version.isEmpty() ? list() : watch()).onComplete(done -> {
            if (done.succeeded()) {
                failures = 0;
                vertx.setTimer(FIRST_PAUSE.toMillis(), due -> goOn());
            } else {
                failed(done.cause());
            }
        });
    }

    private void failed(Throwable failure) {
        if (stopped) {
            return;
        }
        version = "";
        failures++;
        if (!(failure instanceof Forgotten)) {
            findings.failed(
                    failure instanceof Refused
                            ? String.valueOf(failure.getMessage())
                            : "The API server of Kubernetes could not be asked: "
                                    + failure.getClass().getSimpleName() + ".");
        }
        vertx.setTimer(backoff.after(failures).toMillis(), due -> goOn());
    }

    private Future<Void> list() {
        return api.slices(source, "").compose(answer -> {
            if (answer.statusCode() != OK) {
                return refused(answer);
            }
            return answer.body().map(body -> {
                JsonObject list = body.toJsonObject();
                slices.replace(list.getJsonArray("items", new JsonArray()));
                version = versionOf(list);
                tell();
                return null;
            });
        });
    }

    private static <T> Future<T> refused(HttpClientResponse answer) {
        answer.exceptionHandler(failure -> {}); // of what it is reset with
        answer.request().reset();
        return Future.failedFuture(answer.statusCode() == GONE ? new Forgotten() : new Refused(answer.statusCode()));
    }

    private Future<Void> watch() {
        return api.slices(
                        source,
                        "&watch=true&allowWatchBookmarks=true&timeoutSeconds=%d&resourceVersion=%s"
                                .formatted(api.watchSeconds(), version))
                .compose(answer -> answer.statusCode() == OK ? follow(answer) : refused(answer));
    }

    /** Fails unless the API server ends the watch by itself. */
    private Future<Void> follow(HttpClientResponse answer) {
        var silence = new Silence(answer);
        var parser = RecordParser.newDelimited("\n", answer).maxRecordSize(LONGEST_EVENT);
        var result = Promise.<Void>promise();
        parser.exceptionHandler(result::tryFail);
        parser.handler(line -> {
            silence.heard = true;
            try {
                heard(line);
            } catch (DecodeException | ClassCastException | Forgotten e) {
                if (result.tryFail(e)) {
                    answer.request().reset();
                }
            }
        });
        parser.endHandler(ended -> result.tryComplete());
        return result.future().onComplete(done -> silence.end());
    }

    /** Ends a watch of which nothing is heard: its connection may be gone without a word. */
    private final class Silence {

        private final HttpClientResponse answer;
        private final long timer;
        private boolean heard;

        Silence(HttpClientResponse answer) {
            this.answer = answer;
            this.timer = vertx.setPeriodic(api.silence().toMillis(), this::look);
        }

        private void look(long periodic) {
            if (!heard || stopped) {
                answer.request().reset(0, new TimeoutException("Nothing was heard of the watch"));
                end();
            }
            heard = false;
        }

        private void end() {
            vertx.cancelTimer(timer);
        }
    }

    private void heard(Buffer line) {
        if (line.length() == 0 || stopped) {
            return;
        }
        JsonObject event = line.toJsonObject();
        JsonObject object = event.getJsonObject("object", new JsonObject());
        switch (String.valueOf(event.getString("type"))) {
            case "ADDED", "MODIFIED" -> slices.put(object);
            case "DELETED" -> slices.remove(object);
            case "BOOKMARK" -> {}
            default -> throw new Forgotten(); // ERROR, mostly since the version is too old
        }
        version = versionOf(object);
        tell();
    }

    private static String versionOf(JsonObject object) {
        return object.getJsonObject("metadata", new JsonObject()).getString("resourceVersion", "");
    }

    private void tell() {
        findings.found(slices.ready());
    }
}
