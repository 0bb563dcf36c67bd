package io.mnemesh.realtime.history;

import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.Position;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A look back into a channel without a subscription.
 *
 * @param limit   most messages wanted, 0 for the newest position alone
 * @param since   the messages behind this, or before it if {@code reverse}; null for those from the oldest, or newest, on
 * @param reverse newest first
 */
public record HistoryQuery(
        ChannelId channel, int limit, @Nullable Position since, boolean reverse) {

    /**
     * @param newest   the channel's newest position
     * @param messages in the order asked for, without a hole
     */
    public record Page(Position newest, List<Message> messages) {

        public Page {
            messages = List.copyOf(messages);
        }
    }

    /** Answers with nothing if the channel does not hold what follows {@code since} any more. */
    public Uni<Optional<Page>> run(ChannelLog log) {
        return reverse && limit > 0 ? backward(log) : forward(log);
    }

    private Uni<Optional<Page>> forward(ChannelLog log) {
        Position from = since == null ? new Position("", 0) : since;
        return log.read(channel, from.epoch(), from.offset() + 1, limit)
                .map(page ->
                        isUnbroken(page) ? Optional.of(new Page(page.newest(), page.messages())) : Optional.empty());
    }

    private boolean isUnbroken(LogPage page) {
        if (since == null) {
            return true;
        }
        if (!page.newest().sameEpoch(since) || since.offset() > page.newest().offset()) {
            return false;
        }
        return limit == 0
                || since.offset() == page.newest().offset()
                || (!page.messages().isEmpty()
                        && page.messages().getFirst().position().offset() == since.offset() + 1);
    }

    /** Offsets have no holes, so that the last ones before a position are known by their numbers. */
    private Uni<Optional<Page>> backward(ChannelLog log) {
        return log.position(channel).flatMap(newest -> {
            if (since != null && !newest.sameEpoch(since)) {
                return Uni.createFrom().item(Optional.empty());
            }
            long end = since == null ? newest.offset() + 1 : Math.min(since.offset(), newest.offset() + 1);
            long first = Math.max(1, end - limit);
            int wanted = (int) Math.max(0, end - first);
            return log.read(channel, newest.epoch(), first, wanted)
                    .map(page -> page.newest().sameEpoch(newest)
                            ? Optional.of(new Page(
                                    page.newest(),
                                    page.messages().stream()
                                            .filter(message ->
                                                    message.position().offset() < end)
                                            .toList()
                                            .reversed()))
                            : Optional.empty());
        });
    }
}
