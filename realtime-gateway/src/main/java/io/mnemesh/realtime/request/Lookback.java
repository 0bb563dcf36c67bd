package io.mnemesh.realtime.request;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.realtime.channel.Channel;
import io.mnemesh.realtime.channel.ChannelDirectory;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.filter.Filter;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.realtime.history.HistoryConfig;
import io.mnemesh.realtime.history.HistoryQuery;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks for the newest messages of a channel that pass a filter, page by page and so far back at most. */
@Singleton
class Lookback {

    private static final int MOST_PAGES = 8;

    /** Payloads in one answer. */
    private static final long MOST_BYTES = 256 * 1024;

    private final ChannelDirectory directory;
    private final ChannelLog log;
    private final int pageSize;

    Lookback(ChannelDirectory directory, ChannelLog log, HistoryConfig config) {
        this.directory = directory;
        this.log = log;
        this.pageSize = config.pageSize();
    }

    /**
     * What was found.
     *
     * @param newest   the channel's newest position
     * @param messages newest first
     */
    record Found(Position newest, List<Message> messages) {}

    /**
     * @param limit most messages wanted
     * @throws ProblemException if there is no such channel, the caller may not subscribe, or nothing is kept to look at
     */
    Uni<Found> newest(Caller caller, String name, Filter wanted, int limit) {
        Channel channel = caller.channel(directory, name);
        if (!channel.namespace().recovery()) {
            throw new ProblemException(
                    ProblemType.METHOD_NOT_ALLOWED,
                    "The history of '%s' is not shown.".formatted(name),
                    Map.of("channel", name),
                    null,
                    null);
        }
        Filter filter = Filter.both(wanted, caller.shown(channel));
        return new Search(channel, filter, limit).page(null, MOST_PAGES);
    }

    /** One search. Its steps come one after the other. */
    private final class Search {

        private final Channel channel;
        private final Filter filter;
        private final int limit;
        private final List<Message> found = new ArrayList<>();
        private @Nullable Position newest;
        private long bytes;

        Search(Channel channel, Filter filter, int limit) {
            this.channel = channel;
            this.filter = filter;
            this.limit = limit;
        }

        Uni<Found> page(@Nullable Position before, int pagesLeft) {
            int size = filter.passesAll() ? Math.min(limit - found.size(), pageSize) : pageSize;
            return new HistoryQuery(channel.id(), size, before, true).run(log).flatMap(page -> {
                // Without a page, the channel has started over meanwhile: what was found is of before.
                if (page.isEmpty()) {
                    return found(before);
                }
                Position first = newest == null ? page.get().newest() : newest;
                newest = first;
                List<Message> messages = page.get().messages();
                if (takes(messages) || messages.isEmpty() || pagesLeft == 1) {
                    return found(first);
                }
                Position last = messages.getLast().position();
                return last.offset() <= 1 ? found(first) : page(last, pagesLeft - 1);
            });
        }

        /** Takes what passes; true if that is enough. */
        private boolean takes(List<Message> messages) {
            for (Message message : messages) {
                if (filter.passes(message)) {
                    bytes += message.payload().length;
                    if (bytes > MOST_BYTES && !found.isEmpty()) {
                        return true;
                    }
                    found.add(message);
                    if (found.size() == limit) {
                        return true;
                    }
                }
            }
            return false;
        }

        private Uni<Found> found(@Nullable Position at) {
            return Uni.createFrom().item(new Found(at == null ? new Position("", 0) : at, found));
        }
    }
}
