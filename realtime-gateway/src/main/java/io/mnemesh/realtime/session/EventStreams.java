package io.mnemesh.realtime.session;

import io.mnemesh.mesh.identity.TokenVerifier.Verified;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.realtime.channel.Channel;
import io.mnemesh.realtime.channel.JsonData;
import io.mnemesh.realtime.filter.ChannelFilters;
import io.mnemesh.realtime.filter.Filter;
import io.mnemesh.realtime.filter.JsonFilters;
import io.mnemesh.realtime.hub.Reception;
import io.mnemesh.realtime.protocol.JsonProtocol;
import io.mnemesh.realtime.protocol.StreamPlace;
import io.netty.buffer.Unpooled;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Channels as plain server-sent events, for {@code EventSource}: {@code GET /connection/events?channel=…&access_token=…}. An
 * event's id says where the stream is, and who comes back with it goes on from there.
 */
@ApplicationScoped
class EventStreams {

    /** Each event carries its stream's place in all of them. */
    private static final int MOST_CHANNELS = 16;

    private final Sessions sessions;
    private final Admission admission;
    private final OpenConnections open;
    private final JsonProtocol ofOneChannel;

    EventStreams(Sessions sessions, Admission admission, OpenConnections open) {
        this.sessions = sessions;
        this.admission = admission;
        this.open = open;
        this.ofOneChannel = sessions.json().inEvents();
    }

    void register(@Observes Router router) {
        router.get("/connection/events").handler(StreamedAnswer.orProblem(this::events));
    }

    private void events(RoutingContext context) {
        HttpServerRequest request = context.request();
        Verified verified = admission.admitKnown(request);
        String device = Device.of(request);
        List<String> names = names(request);
        List<Channel> channels = names.stream()
                .map(name -> sessions.directory()
                        .find(verified.identity().tenant(), name)
                        .forSubscriber(verified.identity()))
                .toList();
        String last = lastEventId(request);
        StreamPlace place = last == null ? new StreamPlace() : StreamPlace.parse(last);
        var reached = new StreamPlace();
        JsonProtocol protocol =
                channels.size() == 1 ? ofOneChannel : sessions.json().inEvents(reached);
        Filter asked = filter(request);
        ChannelFilters shown = ChannelFilters.of(verified.channelFilters());
        List<Subscribing.Asked> subscriptions = channels.stream()
                .map(channel -> new Subscribing.Asked(
                        channel,
                        channel.namespace().recovery() ? place.in(channel.name()) : null,
                        Set.of(),
                        new Reception(
                                protocol,
                                Filter.both(asked, shown.forChannel(channel.name())),
                                false,
                                channel.namespace().pace())))
                .toList();

        StreamedAnswer answer = StreamedAnswer.to(context, open);
        var session = new EventStreamSession(
                sessions,
                new StreamSocket(
                        Device.client(device, UUID.randomUUID().toString()),
                        request,
                        (code, reason) -> Unpooled.EMPTY_BUFFER),
                answer.netty(),
                protocol,
                subscriptions,
                reached);
        answer.carry(session, "text/event-stream", () -> session.onOpen(verified), () -> {});
    }

    private static List<String> names(HttpServerRequest request) {
        List<String> names = request.params().getAll("channel");
        if (names.isEmpty() || names.size() > MOST_CHANNELS) {
            throw ProblemException.invalid(
                    "channel", "'channel' is given from 1 to %d times.".formatted(MOST_CHANNELS));
        }
        if (Set.copyOf(names).size() < names.size()) {
            throw ProblemException.invalid("channel", "A channel is named twice.");
        }
        return names;
    }

    /** One for all channels, as JSON. */
    private static Filter filter(HttpServerRequest request) {
        String filter = request.getParam("filter");
        return filter == null
                ? Filter.all()
                : JsonFilters.filter(JsonData.read(filter.getBytes(StandardCharsets.UTF_8)));
    }

    /** From the header of a browser that comes back, or the query of a client that remembers it itself. */
    private static @Nullable String lastEventId(HttpServerRequest request) {
        String header = request.getHeader("Last-Event-ID");
        String last = header == null || header.isBlank() ? request.getParam("lastEventId") : header;
        return last == null || last.isBlank() ? null : last;
    }
}
