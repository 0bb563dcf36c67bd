package io.mnemesh.gateway.streams;

import io.mnemesh.mesh.stream.StreamStats.GroupStats;
import io.mnemesh.mesh.stream.StreamStats.PartitionStats;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * One partition of the event log.
 *
 * @param length  entries retained
 * @param firstId oldest retained entry, or empty
 * @param lastId  newest entry there ever was
 */
@RegisterForReflection
public record PartitionView(int partition, long length, String firstId, String lastId, List<GroupView> groups) {

    static PartitionView of(PartitionStats stats) {
        return new PartitionView(
                stats.partition(),
                stats.length(),
                stats.firstId(),
                stats.lastId(),
                stats.groups().stream().map(GroupView::of).toList());
    }

    /**
     * A consumer group's place in a partition.
     *
     * @param unread              entries not yet delivered
     * @param pending             entries delivered and not yet acknowledged
     * @param backlog             entries the group has not dealt with
     * @param oldestUnreadSeconds age of the oldest of these; 0 if there is none
     * @param deadLetters         entries set aside
     * @param redeliveries        dead letters waiting to be handled once more
     */
    @RegisterForReflection
    public record GroupView(
            String group,
            long unread,
            long pending,
            long backlog,
            double oldestUnreadSeconds,
            long deadLetters,
            long redeliveries) {

        private static final double MILLIS = 1000.0;

        static GroupView of(GroupStats stats) {
            return new GroupView(
                    stats.group(),
                    stats.unread(),
                    stats.pending(),
                    stats.backlog(),
                    stats.oldestUnread().toMillis() / MILLIS,
                    stats.deadLetters(),
                    stats.redeliveries());
        }
    }
}
