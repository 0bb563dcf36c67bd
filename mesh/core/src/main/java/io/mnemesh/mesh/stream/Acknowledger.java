package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.redis.Insistence;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells Redis which entries of a partition are done with, handled or set aside as dead letters, until Redis has it; only
 * then they leave the {@link Flight}, so that they are not started again.
 *
 * <p>Races and what holds in each:
 * <ul>
 *   <li>An acknowledgement may come after the lease has ended. It is right to send it: the effect is there.
 *   <li>A dead letter is written only by the script that also acknowledges, so two owners cannot write it twice.
 * </ul>
 *
 * <p>Confined to the loop of its partition.
 */
final class Acknowledger {

    private final GroupPartition partition;
    private final Flight flight;
    private final Insistence insistence;

    Acknowledger(GroupPartition partition, Flight flight) {
        this.partition = partition;
        this.flight = flight;
        this.insistence = new Insistence(partition.loop(), partition.retry());
    }

    /** Acknowledges entries of one stream. */
    void acknowledge(String stream, List<String> ids) {
        insistence.send(
                () -> partition.redis().batch(acknowledgement(stream, ids)), done -> flight.landed(stream, ids));
    }

    private List<Request> acknowledgement(String stream, List<String> ids) {
        var requests = new ArrayList<Request>();
        var acknowledge = Request.cmd(Command.XACK).arg(stream).arg(partition.group());
        ids.forEach(acknowledge::arg);
        requests.add(acknowledge);
        if (isRedelivery(stream)) {
            var delete = Request.cmd(Command.XDEL).arg(stream);
            ids.forEach(delete::arg);
            requests.add(delete);
        }
        return requests;
    }

    /**
     * Sets an entry aside as a dead letter.
     *
     * @param attempts how often it was tried
     * @param then what is done once it is set aside
     */
    void bury(String stream, String id, Throwable failure, int attempts, Runnable then) {
        insistence.send(() -> burial(stream, id, failure, attempts), done -> {
            if (done.toInteger() == 1) {
                partition.runtime().metrics().buried(partition.group()).increment();
            }
            flight.landed(stream, List.of(id));
            then.run();
        });
    }

    private Uni<Response> burial(String stream, String id, Throwable failure, int attempts) {
        return StreamScripts.BURY.run(
                partition.redis(),
                List.of(stream, partition.deadLetters()),
                List.of(
                        partition.group(),
                        id,
                        isRedelivery(stream) ? "1" : "0",
                        DeadLetter.ERROR_TYPE,
                        failure.getClass().getName(),
                        DeadLetter.ERROR_MESSAGE,
                        DeadLetter.shortened(failure.getMessage()),
                        DeadLetter.ATTEMPTS,
                        Integer.toString(attempts),
                        DeadLetter.ENTRY,
                        id,
                        DeadLetter.AT,
                        Instant.now().toString()));
    }

    private boolean isRedelivery(String stream) {
        return stream.equals(partition.redelivery());
    }
}
