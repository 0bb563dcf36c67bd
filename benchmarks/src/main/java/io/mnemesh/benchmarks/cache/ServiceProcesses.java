package io.mnemesh.benchmarks.cache;

import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** Three processes of one service; the last one reaches Redis through a door. */
final class ServiceProcesses implements AutoCloseable {

    private final SeverableDoor door;
    private final List<ChildProcess> all;

    ServiceProcesses(Addresses at) throws IOException {
        String service = "p" + UUID.randomUUID().toString().substring(0, 8);
        door = new SeverableDoor(at.redis());
        all = List.of(
                ChildProcess.start(at, service),
                ChildProcess.start(at, service),
                ChildProcess.start(at.withRedis(door.port()), service));
    }

    List<ChildProcess> all() {
        return all;
    }

    /** The way of the last one to Redis. */
    SeverableDoor door() {
        return door;
    }

    @Override
    public void close() throws IOException {
        all.forEach(ChildProcess::close);
        door.close();
    }
}
