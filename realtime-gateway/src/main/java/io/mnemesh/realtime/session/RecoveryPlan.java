package io.mnemesh.realtime.session;

import io.mnemesh.realtime.channel.ChannelItem.Gap;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.GapReason;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.history.LogPage;
import io.mnemesh.realtime.history.Pages;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to bring a client from where it was to where its live items begin. */
sealed interface RecoveryPlan {

    /** This node follows another epoch than the log has: it will know better in a moment. */
    record Wait() implements RecoveryPlan {}

    /**
     * The client missed nothing.
     *
     * @param seen where it is, which another node may have brought it to before this one got there
     */
    record UpToDate(Position seen) implements RecoveryPlan {}

    /**
     * Messages are to be sent first.
     *
     * @param gap      what is lost before them, if anything is
     * @param from     position before the first of them
     * @param messages the first of them, none behind where live items begin
     */
    record Replay(@Nullable Gap gap, Position from, List<Message> messages) implements RecoveryPlan {}

    /** True if nothing is lost. */
    default boolean recovered() {
        return this instanceof UpToDate || (this instanceof Replay replay && replay.gap() == null);
    }

    /**
     * @param client what the client has seen
     * @param live   live items begin behind this
     * @param page   the log, read behind {@code client} after {@code live} was fixed
     */
    static RecoveryPlan of(Position client, Position live, LogPage page) {
        if (!page.newest().sameEpoch(live)) {
            return new Wait();
        }
        List<Message> messages = Pages.upTo(page.messages(), live);
        if (!client.sameEpoch(live)) {
            return behindGap(GapReason.EPOCH_CHANGED, client, live, messages);
        }
        if (client.offset() > page.newest().offset()) {
            return new Replay(new Gap(GapReason.UNKNOWN_POSITION, client, live), live, List.of());
        }
        if (client.offset() >= live.offset()) {
            return new UpToDate(client);
        }
        if (!messages.isEmpty() && messages.getFirst().position().offset() == client.offset() + 1) {
            return new Replay(null, client, messages);
        }
        return behindGap(GapReason.HISTORY_TRIMMED, client, live, messages);
    }

    private static Replay behindGap(GapReason reason, Position client, Position live, List<Message> messages) {
        Position behind = messages.isEmpty()
                ? live
                : new Position(live.epoch(), messages.getFirst().position().offset() - 1);
        return new Replay(new Gap(reason, client, behind), behind, messages);
    }
}
